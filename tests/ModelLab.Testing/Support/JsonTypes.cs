using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ModelLab.Testing.Support;

/// <summary>The types that a compiled JSON context writes.</summary>
public static class JsonTypes
{
    /// <summary>Those named in the context's attributes and all that they are made of.</summary>
    public static IReadOnlyCollection<Type> Reachable(Type context, JsonSerializerOptions options)
    {
        var seen = new HashSet<Type>();
        foreach (var named in context.GetCustomAttributesData().Where(a => a.AttributeType == typeof(JsonSerializableAttribute)))
            Visit((Type)named.ConstructorArguments[0].Value!);
        return seen;

        void Visit(Type type)
        {
            if (!seen.Add(type))
                return;
            if (Nullable.GetUnderlyingType(type) is { } underlying)
                Visit(underlying);
            var info = options.GetTypeInfo(type);
            if (info.ElementType is { } element)
                Visit(element);
            if (info.KeyType is { } key)
                Visit(key);
            if (info.Kind != JsonTypeInfoKind.Object)
                return;
            foreach (var property in info.Properties)
                Visit(property.PropertyType);
        }
    }

    /// <summary>The enumerations among them that would be written as numbers, which nobody reads.</summary>
    public static IReadOnlyList<string> WrittenAsNumbers(Type context, JsonSerializerOptions options) =>
        [
            .. Reachable(context, options)
                .Where(t =>
                    t.IsEnum
                    && JsonSerializer.SerializeToElement(Enum.GetValues(t).GetValue(0), t, options).ValueKind != JsonValueKind.String
                )
                .Select(t => t.Name)
                .Order(StringComparer.Ordinal),
        ];
}
