using ModelLab.Core.Statistics;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views.Tiers;

/// <summary>Why a difference between tiers has no interval, in words.</summary>
public static class NoIntervalText
{
    /// <summary>One reason.</summary>
    public static string Of(NoInterval why, Language language) =>
        why switch
        {
            NoInterval.NoDetailFile => language.Say(
                "no interval: the run has no detail file",
                "интервала нет: у запуска нет файла подробностей"
            ),
            NoInterval.NothingInCommon => language.Say(
                "no interval: no question has both scores",
                "интервала нет: ни у одного вопроса нет обеих оценок"
            ),
            NoInterval.Raced => language.Say(
                "no interval: a race decided by scores how many questions were asked",
                "интервала нет: сколько вопросов задать, решала по оценкам гонка"
            ),
            _ => language.Say(
                $"no interval: fewer than {ConfidenceInterval.LeastClusters} source pages",
                $"интервала нет: меньше {ConfidenceInterval.LeastClusters} страниц-источников"
            ),
        };
}
