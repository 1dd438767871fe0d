using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ModelLab.Cli.Tests.House;

/// <summary>One type's use of another.</summary>
/// <param name="From">Who uses it.</param>
/// <param name="To">What is used.</param>
internal readonly record struct Dependency(TypeReference From, TypeReference To);

/// <summary>Which types an assembly's types use: in signatures, attributes, and bodies of methods.</summary>
internal static class Dependencies
{
    /// <summary>All uses of a type by another, nested types counted as the type that they stand in.</summary>
    public static IEnumerable<Dependency> Of(ModuleDefinition module) =>
        from type in module.GetTypes()
        from used in OfType(type).Where(t => t is not null).SelectMany(t => Parts(t!)).DistinctBy(t => t.FullName)
        where Outer(used).FullName != Outer(type).FullName
        select new Dependency(Outer(type), Outer(used));

    private static IEnumerable<TypeReference?> OfType(TypeDefinition type) =>
        [
            type.BaseType,
            .. type.Interfaces.Select(i => i.InterfaceType),
            .. Attributes(type),
            .. type.GenericParameters.SelectMany(Constraints),
            .. type.Fields.SelectMany(f => Attributes(f).Append(f.FieldType)),
            .. type.Properties.SelectMany(p => Attributes(p).Append(p.PropertyType)),
            .. type.Events.Select(e => e.EventType),
            .. type.Methods.SelectMany(OfMethod),
        ];

    private static IEnumerable<TypeReference?> OfMethod(MethodDefinition method)
    {
        IEnumerable<TypeReference?> signature =
        [
            method.ReturnType,
            .. method.Parameters.SelectMany(p => Attributes(p).Append(p.ParameterType)),
            .. Attributes(method),
            .. method.GenericParameters.SelectMany(Constraints),
        ];
        return method.HasBody
            ? signature
                .Concat(method.Body.Variables.Select(v => v.VariableType))
                .Concat(method.Body.ExceptionHandlers.Select(h => h.CatchType))
                .Concat(method.Body.Instructions.SelectMany(OfInstruction))
            : signature;
    }

    private static IEnumerable<TypeReference?> OfInstruction(Instruction instruction) =>
        instruction.Operand switch
        {
            GenericInstanceMethod generic => [.. generic.GenericArguments, .. OfMember(generic)],
            MethodReference method => OfMember(method),
            FieldReference field => [field.DeclaringType, field.FieldType],
            TypeReference type => [type],
            _ => [],
        };

    private static IEnumerable<TypeReference?> OfMember(MethodReference method) =>
        [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(p => p.ParameterType)];

    private static IEnumerable<TypeReference?> Constraints(GenericParameter parameter) =>
        parameter.Constraints.Select(c => c.ConstraintType);

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider provider) =>
        provider.CustomAttributes.SelectMany(a => a.ConstructorArguments.Select(c => c.Value as TypeReference).Append(a.AttributeType));

    // A list of answers uses the list and the answer.
    private static IEnumerable<TypeReference> Parts(TypeReference type) =>
        type switch
        {
            GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
            GenericParameter => [],
            TypeSpecification wrapped => Parts(wrapped.ElementType),
            _ => [type],
        };

    private static TypeReference Outer(TypeReference type) => type.DeclaringType is { } outer ? Outer(outer) : type;
}
