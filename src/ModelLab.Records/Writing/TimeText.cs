using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Writing;

/// <summary>Stretches of time in words.</summary>
public static class TimeText
{
    /// <summary>A stretch of time, to the second below an hour.</summary>
    public static string Duration(double? seconds, Language language)
    {
        if (seconds is not { } s || s > TimeSpan.MaxValue.TotalSeconds / 2)
            return MetricText.Undefined;
        var span = TimeSpan.FromSeconds(Math.Ceiling(s));
        return span.TotalHours >= 1
                ? language.Say($"{(long)span.TotalHours} h {span.Minutes} min", $"{(long)span.TotalHours} ч {span.Minutes} мин")
            : span.TotalMinutes >= 1 ? language.Say($"{span.Minutes} min {span.Seconds} s", $"{span.Minutes} мин {span.Seconds} с")
            : language.Say($"{span.Seconds} s", $"{span.Seconds} с");
    }
}
