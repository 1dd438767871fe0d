using System.Diagnostics.CodeAnalysis;

namespace ModelLab.Records.Reading;

/// <summary>
/// Values that were asked for most recently. Two that ask for the same at once wait for one making; a failure is not kept. Safe for several
/// threads.
/// </summary>
/// <param name="most">How many are kept.</param>
/// <typeparam name="TKey">What a value is asked for by.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
internal sealed class Recent<TKey, TValue>(int most)
    where TKey : notnull
    where TValue : class
{
    private readonly LinkedList<(TKey Key, Lazy<TValue?> Value)> _order = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, Lazy<TValue?> Value)>> _byKey = [];
    private readonly Lock _gate = new();

    /// <summary>The value of a key, made if it is not kept; null is kept too.</summary>
    public TValue? Get(TKey key, Func<TValue?> make)
    {
        Lazy<TValue?> lazy;
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var node))
                _order.Remove(node);
            else
            {
                node = new LinkedListNode<(TKey, Lazy<TValue?>)>((key, new Lazy<TValue?>(make)));
                _byKey[key] = node;
                if (_byKey.Count > most)
                {
                    _byKey.Remove(_order.First!.Value.Key);
                    _order.RemoveFirst();
                }
            }
            _order.AddLast(node);
            lazy = node.Value.Value;
        }
        try
        {
            return lazy.Value;
        }
        catch (Exception)
        {
            lock (_gate)
                if (_byKey.Remove(key, out var failed))
                    _order.Remove(failed);
            throw;
        }
    }
}
