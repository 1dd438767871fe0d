using System.Diagnostics;
using System.Globalization;
using ModelLab.Simulations.Scenarios;

// Simulations [repetitions [seed]]: prints a Markdown table; exit code 1 when a promise is not kept.
var repetitions = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
var seed = args.Length > 1 ? ulong.Parse(args[1], CultureInfo.InvariantCulture) : 20_260_101;

Func<SimulationResult>[] simulations =
[
    .. from pages in new[] { 10, 20, 50, 200 }
    from shape in new[] { ScoreShape.Normal, ScoreShape.Fives(0.8), ScoreShape.Fives(0.9), ScoreShape.Fives(0.95) }
    from scenario in new Func<ScoreShape, int, int, ulong, SimulationResult>[] { Coverage.Mean, Coverage.Flattering }
    select (Func<SimulationResult>)(() => scenario(shape, pages, repetitions, seed + (ulong)pages)),
    () => Coverage.Width(200, repetitions, seed + 1),
    () => Coverage.PairedDifference(50, repetitions, seed + 2),
    () => Coverage.PairedDifference(200, repetitions, seed + 3),
    () => Coverage.Proportion(50, repetitions, seed + 4),
    () => Coverage.Proportion(200, repetitions, seed + 5),
    () => Coverage.F1(50, repetitions, 2_000, seed + 6),
    () => Coverage.F1(200, repetitions, 2_000, seed + 7),
    () => Coverage.Kappa(50, repetitions, 2_000, seed + 17),
    () => Coverage.Kappa(200, repetitions, 2_000, seed + 18),
    () => Coverage.Spearman(50, repetitions, seed + 19),
    () => Coverage.Spearman(200, repetitions, seed + 20),
    () => FalseClaims.SignFlip(12, repetitions, 2_000, seed + 8),
    () => FalseClaims.SignFlip(50, repetitions, 2_000, seed + 9),
    () => FalseClaims.SignFlip(200, repetitions, 2_000, seed + 10),
    .. from pages in new[] { 20, 50, 200 }
    from pair in new[]
    {
        (ScoreShape.Fives(0.9), ScoreShape.Fives(0.9)),
        (ScoreShape.FivesAndOnes(0.9), ScoreShape.FivesAndFours(0.6)),
        (ScoreShape.FivesAndOnes(0.95), ScoreShape.FivesAndFours(0.8)),
    }
    select (Func<SimulationResult>)(() => FalseClaims.Skewed(pair.Item1, pair.Item2, pages, repetitions, 2_000, seed + 23)),
    () => FalseClaims.McNemar(200, repetitions, seed + 11),
    () => FalseClaims.PageSwap(50, repetitions, 2_000, seed + 16),
    () => FalseClaims.PageSwapOfUnequalJudges(50, repetitions, 2_000, seed + 21),
    () => FalseClaims.PageSwapOfUnequalJudges(200, repetitions, 2_000, seed + 22),
    () => FalseClaims.Family(50, repetitions, 2_000, seed + 12),
    () => Races.BestOfEqualsDropped(repetitions, seed + 13),
    () => Races.BestDropped(repetitions, seed + 14),
    () => Races.CallsUsed(repetitions, seed + 15),
    () => Races.SteadyBestDropped(repetitions, seed + 16),
    () => Races.WorseDroppedInTime(0.5, 0.9, repetitions, seed + 17),
    // More than is promised: the differences of two models deviate by a point.
    () => Races.WorseDroppedInTime(0.7, 0.8, repetitions, seed + 18),
    () => Races.Saved(0.5, repetitions, seed + 17),
    () => Races.Saved(0.7, repetitions, seed + 18),
    .. Recommend(() => Recommendations.Middle(0.1, 20, repetitions / 4, seed + 24)),
    .. Recommend(() => Recommendations.Middle(0.4, 20, repetitions / 4, seed + 25)),
    .. Recommend(() => Recommendations.Middle(0.4, 100, repetitions / 4, seed + 26)),
    .. Recommend(() => Recommendations.Behind(0.001, 40, repetitions / 4, seed + 29)),
    .. Recommend(() => Recommendations.Behind(0.21, 100, repetitions / 4, seed + 30)),
    .. Recommend(() => Recommendations.Fives(20, repetitions / 4, seed + 27)),
    .. Recommend(() => Recommendations.Fives(100, repetitions / 4, seed + 28)),
];

var kept = true;
Console.WriteLine(FormattableString.Invariant($"{repetitions} repetitions, seed {seed}"));
Console.WriteLine();
Console.WriteLine("| simulation | value | standard error | allowed | holds | s |");
Console.WriteLine("| --- | ---: | ---: | ---: | --- | ---: |");
foreach (var simulation in simulations)
{
    var clock = Stopwatch.StartNew();
    var result = simulation();
    kept &= result.Holds;
    Console.WriteLine(
        FormattableString.Invariant(
            $"| {result.Name} | {result.Value:0.0000} | {result.StandardError:0.0000} | {result.Lower:0.###}–{result.Upper:0.###} | {(result.Holds ? "yes" : "NO")} | {clock.Elapsed.TotalSeconds:0.0} |"
        )
    );
}
return kept ? 0 : 1;

// One simulation of runs gives three rows.
static IEnumerable<Func<SimulationResult>> Recommend(Func<IEnumerable<SimulationResult>> make)
{
    var results = new Lazy<IReadOnlyList<SimulationResult>>(() => [.. make()]);
    return [() => results.Value[0], () => results.Value[1], () => results.Value[2]];
}
