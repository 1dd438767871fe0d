using System.Globalization;

namespace ModelLab.Testing.StandAlone;

/// <summary>The flags of the stand-alone server.</summary>
internal sealed record StandAloneOptions(int Port, TimeSpan Latency, LatencyJitter Jitter, TimeSpan? TokenLife, FaultMix Faults)
{
    public const string Usage =
        "flags: --port N [0: a free one]  --latency-ms N [0]  --latency-jitter-percent N [0]  --seed N [0]  --token-seconds N [no tokens wanted]  --faults 429=0.1,500=0.05,prose=0.05,hang=0.02,cut=0.01 [none]";

    /// <exception cref="FormatException">A flag is unknown or its value is bad.</exception>
    public static StandAloneOptions Parse(string[] args)
    {
        var (port, latency, jitter, seed, tokens, faults) = (0, 0, 0, 0, (int?)null, "");
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]}: its value is missing");
            switch (args[i])
            {
                case "--port":
                    port = Number(args[i], value, 65535);
                    break;
                case "--latency-ms":
                    latency = Number(args[i], value, int.MaxValue);
                    break;
                case "--latency-jitter-percent":
                    jitter = Number(args[i], value, 100);
                    break;
                case "--seed":
                    seed = Number(args[i], value, int.MaxValue);
                    break;
                case "--token-seconds":
                    tokens = Number(args[i], value, int.MaxValue);
                    break;
                case "--faults":
                    faults = value;
                    break;
                default:
                    throw new FormatException($"{args[i]}: no such flag");
            }
        }
        return new(
            port,
            TimeSpan.FromMilliseconds(latency),
            new LatencyJitter(jitter / 100.0, seed),
            tokens is { } life ? TimeSpan.FromSeconds(life) : null,
            FaultMix.Parse(faults, seed)
        );
    }

    private static int Number(string flag, string value, int max) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max
            ? number
            : throw new FormatException($"{flag} {value}: write a whole number from 0 to {max.ToString(CultureInfo.InvariantCulture)}");
}
