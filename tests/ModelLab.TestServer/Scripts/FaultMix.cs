using System.Globalization;
using System.Text;

namespace ModelLab.Testing;

/// <summary>
/// Faults by probability. The draw depends on the seed, the body and how often the same body came before, and on nothing else:
/// neither on timing nor on the order of requests. A retry is a fresh draw.
/// </summary>
public sealed record FaultMix
{
    /// <summary>The text of <see cref="Fault.Prose"/>.</summary>
    public const string ProseText = "Вопрос непростой: с одной стороны, ответ выглядит разумно, с другой — судить о нём однозначно трудно.";

    /// <summary>The seed of the draws.</summary>
    public int Seed { get; init; }

    /// <summary>The share of HTTP 429, in [0, 1].</summary>
    public double RateLimited { get; init; }

    /// <summary>The share of HTTP 500, in [0, 1].</summary>
    public double ServerError { get; init; }

    /// <summary>The share of prose that cannot be parsed, in [0, 1].</summary>
    public double Prose { get; init; }

    /// <summary>The share of requests never answered, in [0, 1].</summary>
    public double Hang { get; init; }

    /// <summary>The share of replies cut short, in [0, 1].</summary>
    public double Cut { get; init; }

    /// <summary>Reads shares such as <c>429=0.1,500=0.05,prose=0.05,hang=0.02,cut=0.01</c>; what is not named is 0.</summary>
    /// <exception cref="FormatException">An unknown name, a share outside [0, 1], or shares that sum to more than 1.</exception>
    public static FaultMix Parse(string shares, int seed)
    {
        var mix = new FaultMix { Seed = seed };
        foreach (var part in shares.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (
                equals < 0
                || !double.TryParse(part.AsSpan(equals + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share)
                || share > 1
            )
                throw new FormatException($"fault '{part}': write NAME=SHARE with a share from 0 to 1, for example 429=0.1");
            mix = part[..equals].Trim() switch
            {
                "429" => mix with { RateLimited = share },
                "500" => mix with { ServerError = share },
                "prose" => mix with { Prose = share },
                "hang" => mix with { Hang = share },
                "cut" => mix with { Cut = share },
                var name => throw new FormatException($"fault '{name}' is unknown; known are 429, 500, prose, hang and cut"),
            };
        }
        // Shares are decimal fractions; ten of 0.1 may add up to a hair above 1.
        return mix.RateLimited + mix.ServerError + mix.Prose + mix.Hang + mix.Cut <= 1 + 1e-9
            ? mix
            : throw new FormatException("the shares of faults sum to more than 1");
    }

    /// <summary>What would happen to a body.</summary>
    /// <param name="bodyHash">The body's hash, see <see cref="BodyHash"/>.</param>
    /// <param name="attempt">How often the body has come, this time included; from 1.</param>
    public Fault Draw(UInt128 bodyHash, int attempt)
    {
        var u = SeededDraw.Unit(Seed, bodyHash, attempt);
        if ((u -= RateLimited) < 0)
            return Fault.RateLimited;
        if ((u -= ServerError) < 0)
            return Fault.ServerError;
        if ((u -= Prose) < 0)
            return Fault.Prose;
        if ((u -= Hang) < 0)
            return Fault.Hang;
        return u - Cut < 0 ? Fault.Cut : Fault.None;
    }

    /// <summary>What would happen to this body.</summary>
    public Fault Draw(string body, int attempt) => Draw(BodyHash.Of(Encoding.UTF8.GetBytes(body)), attempt);

    /// <summary>What happens to this request.</summary>
    public Fault Draw(ReceivedRequest request) => Draw(request.BodyHash, request.AttemptOfSameBody);

    /// <summary>A behaviour that replies normally except where the draw says otherwise.</summary>
    public Func<ReceivedRequest, ScriptedReply> Wrap(Func<ReceivedRequest, ScriptedReply> normal) =>
        request =>
            Draw(request) switch
            {
                Fault.RateLimited => Scripted.Status(429, "Rate limit reached, try again later.", retryAfterSeconds: 1),
                Fault.ServerError => Scripted.Status(500, "The server had an internal error."),
                Fault.Prose => Scripted.Text(ProseText),
                Fault.Hang => Scripted.Hang(),
                Fault.Cut => Scripted.Cut(),
                _ => normal(request),
            };
}
