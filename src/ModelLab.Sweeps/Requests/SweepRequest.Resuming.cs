using System.Globalization;

namespace ModelLab.Sweeps.Requests;

// What a command that goes on must say again.
public sealed partial record SweepRequest
{
    /// <summary>
    /// The flags that say how calls are made and what they may cost, as they are typed; those that have their preset are left out. What
    /// begins a new run (<c>--new</c>, <c>--no-cache</c>) is no part of a command that goes on.
    /// </summary>
    public IReadOnlyList<string> FlagsToGoOn
    {
        get
        {
            var preset = new SweepRequest { Tiers = [], OutputDirectory = "" };
            List<string> words = [];
            void Add(bool differs, string flag, IFormattable? value = null)
            {
                if (!differs)
                    return;
                words.Add(flag);
                if (value is not null)
                    words.Add(value.ToString(null, CultureInfo.InvariantCulture));
            }
            Add(SkipChecks, "--skip-checks");
            Add(MaxConcurrency != preset.MaxConcurrency, "--max-concurrency", MaxConcurrency);
            Add(Stream, "--stream");
            Add(Timeout != preset.Timeout, "--timeout", Timeout.TotalSeconds);
            Add(LoadTimeout != preset.LoadTimeout, "--load-timeout", LoadTimeout.TotalSeconds);
            Add(Budget is not null, "--budget", Budget);
            return words;
        }
    }
}
