using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ModelLab.Records.Numbers;

namespace ModelLab.Dashboard.Views;

/// <summary>Views that take long to compute, kept for as long as the scores they were computed from. Safe for several threads.</summary>
public sealed class ViewCache
{
    private readonly ConditionalWeakTable<ScoreTable, ConcurrentDictionary<Type, Lazy<object>>> _views = [];

    /// <summary>The view of a table, one a type; made when it is first asked for. A failure is not kept.</summary>
    public T Of<T>(ScoreTable table, Func<ScoreTable, T> make)
        where T : class =>
        (T)
            _views
                .GetOrCreateValue(table)
                .GetOrAdd(typeof(T), _ => new Lazy<object>(() => make(table), LazyThreadSafetyMode.PublicationOnly))
                .Value;
}
