using System.CommandLine;
using ModelLab.Cli.Hosting;
using ModelLab.Cli.Screens;
using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Writing;
using ModelLab.Scoring;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands;

/// <summary><c>recommend [RUN…]</c>: which model to use in each role, from what a run, or several comparable ones, observed.</summary>
internal static class RecommendCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var runs = new Argument<string[]>("RUN")
        {
            Description = "Ids or files of finished runs; of the same models the last named counts [latest]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var output = new Option<string>("--output-dir")
        {
            Description = "Where the runs are",
            DefaultValueFactory = _ => SweepRequest.DefaultOutput,
        };
        var objective = new Option<string[]>("--objective")
        {
            Description =
                "Rank a role by another metric, such as tier_2.avg_faithfulness; once a role [tier 3, else tier 2; consistency; F1]",
            AllowMultipleArgumentsPerToken = true,
        };
        var plain = new Margins();
        var margin = Flags.AtLeast(
            "--margin",
            "Scores this much worse than the leader's are good enough, on the 1–5 scale",
            0,
            plain.Score
        );
        var share = Flags.AtLeast("--share-margin", "The same for F1, shares and cosines", 0, plain.Share);
        var floor = Flags.AtLeast("--faithfulness-floor", "A generator surely below is not picked", 0, plain.FaithfulnessFloor);
        var show = Flags.NumberIfAny(
            "--wrong-show-cost",
            "Cost of showing a bad answer: production judges are then ranked by their expected cost",
            0
        );
        var hide = Flags.NumberIfAny("--wrong-hide-cost", "Cost of hiding a good answer", 0);
        var pricing = new Option<string?>("--pricing") { Description = $"Prices [{PriceFile.Default}]" };
        var json = new Option<bool>("--json") { Description = "Print JSON in place of tables" };
        var markdown = Flags.Markdown();
        var lang = Flags.Lang();
        var command = new Command("recommend", "Which model to use in each role, why, and how sure that is")
        {
            runs,
            output,
            objective,
            margin,
            share,
            floor,
            show,
            hide,
            pricing,
            json,
            markdown,
            lang,
        };
        command.SetAction(parsed =>
        {
            var margins = new Margins
            {
                Score = parsed.GetValue(margin),
                Share = parsed.GetValue(share),
                FaithfulnessFloor = parsed.GetValue(floor),
                Costs = Costs(parsed.GetValue(show), parsed.GetValue(hide)),
            };
            var objectives = Objectives(parsed.GetValue(objective) ?? [], margins);
            var wanted = parsed.GetValue(runs) is { Length: > 0 } named ? named : ["latest"];
            var prices = parsed.GetValue(pricing);
            var run = new RunLibrary(parsed.GetRequiredValue(output)).Open(wanted, PriceFile.Read(prices));
            // A run keeps the prices that it was made at; others are taken only when they are named.
            if (prices is not null)
                run = run.PricedBy(PriceFile.Read(prices));
            var language = Language.Of(parsed.GetValue(lang), surroundings.Culture);
            var recommendations = RoleRecommendation.Of(run, margins, objectives);
            if (recommendations.Count == 0)
                throw new BadInputException(
                    $"{run.Id}: no role was tried: its tiers are {string.Join(", ", run.Spec.Tiers.Select(t => t.Flag()))}"
                );
            foreach (var role in objectives.Values.Where(o => !run.Spec.Tiers.Contains(o.Tier)))
                throw new BadInputException($"--objective {role.Address}: run {run.Id} has no {role.Tier.FileName()}");
            if (parsed.GetValue(json))
                surroundings.RawOut.WriteLine(RecommendationJson.Node(recommendations).ToJsonString(RunsJson.Indented));
            else if (parsed.GetValue(markdown))
                surroundings.RawOut.WriteLine(RecommendationReport.Write(recommendations, language).TrimEnd());
            else
                RecommendationTables.Show(surroundings.Out, recommendations, language);
            return ExitCode.Done;
        });
        return command;
    }

    private static DecisionCosts? Costs(double? show, double? hide) =>
        (show, hide) switch
        {
            (null, null) => null,
            ({ } s, { } h) when s + h > 0 => new DecisionCosts(s, h),
            ({ }, { }) => throw new BadInputException("--wrong-show-cost and --wrong-hide-cost: both are 0: give one of them a cost"),
            _ => throw new BadInputException(
                $"{(show is null ? "--wrong-show-cost" : "--wrong-hide-cost")}: missing: the two costs only mean something together"
            ),
        };

    private static Dictionary<ModelRole, Objective> Objectives(string[] addresses, Margins margins)
    {
        var objectives = new Dictionary<ModelRole, Objective>();
        foreach (var objective in addresses.Select(a => Objective.Parse(a, margins)))
            if (!objectives.TryAdd(objective.Role, objective))
                throw new BadInputException(
                    $"--objective {objective.Address}: its role has {objectives[objective.Role].Address} already: give one a role"
                );
        return objectives;
    }
}
