using ModelLab.Core;
using ModelLab.Sweeps.Requests;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Sweeps.Tests.Requests;

public sealed class DatasetFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_newest_data_set_is_that_with_the_latest_stamp_in_its_name_whenever_it_was_written()
    {
        Put("dataset_zzz_20250101_000000.json", "dataset_a_20261101_120000.json", "dataset_m_20261101_115959.json");
        File.SetLastWriteTimeUtc(_folder["dataset_a_20261101_120000.json"], new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(_folder["dataset_a_20261101_120000.json"], DatasetFiles.NewestGold(_folder.Path).Path);
    }

    [Fact]
    public void Error_sets_judge_pipeline_sets_and_other_files_are_no_default_data_set()
    {
        Put(
            "dataset_a_20250101_000000.json",
            "dataset_a_errors_20260101_000000.json",
            "dataset_judge_pipeline_20260202_000000.json",
            "dataset_a_20260303_000000.jsonl",
            "knowledge_base_20260404_000000.json"
        );
        Assert.Equal(_folder["dataset_a_20250101_000000.json"], DatasetFiles.NewestGold(_folder.Path).Path);
        Assert.Equal(_folder["dataset_judge_pipeline_20260202_000000.json"], DatasetFiles.NewestJudgePipeline(_folder.Path).Path);
    }

    [Fact]
    public void A_date_alone_is_its_midnight()
    {
        Put("dataset_judge_pipeline_20260220.json", "dataset_judge_pipeline_20260219_235959.json");
        var found = DatasetFiles.NewestJudgePipeline(_folder.Path);
        Assert.Equal(_folder["dataset_judge_pipeline_20260220.json"], found.Path);
        Assert.Equal($"{found.Path} was taken; passed over: dataset_judge_pipeline_20260219_235959.json", found.Note?.Text);
        Put("dataset_judge_pipeline_20260220_000001.json");
        Assert.Equal(_folder["dataset_judge_pipeline_20260220_000001.json"], DatasetFiles.NewestJudgePipeline(_folder.Path).Path);
    }

    [Fact]
    public void A_file_without_a_stamp_counts_where_there_is_no_other()
    {
        Put("dataset_synthetic_20261101_120000.json", "dataset_mine.json");
        var only = DatasetFiles.NewestGold(_folder.Path);
        Assert.Equal((_folder["dataset_mine.json"], null), (only.Path, only.Note?.Text));
        Put("dataset_ours_2026.json");
        var sample = DatasetFiles.NewestGold(_folder.Path);
        Assert.Equal(_folder["dataset_synthetic_20261101_120000.json"], sample.Path);
        Assert.EndsWith(
            "dataset_mine.json (no date in its name), dataset_ours_2026.json (no date in its name)",
            sample.Note?.Text,
            StringComparison.Ordinal
        );
        File.Delete(_folder["dataset_synthetic_20261101_120000.json"]);
        var undecided = DatasetFiles.NewestGold(_folder.Path);
        Assert.Null(undecided.Path);
        Assert.Contains("dataset_mine.json, dataset_ours_2026.json", undecided.Undecided, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_gives_way_to_what_a_user_put_there()
    {
        Put("dataset_synthetic_20261101_120000.json", "dataset_ours_20260101_000000.json");
        var found = DatasetFiles.NewestGold(_folder.Path);
        Assert.Equal((_folder["dataset_ours_20260101_000000.json"], null), (found.Path, found.Note?.Text));
    }

    [Fact]
    public void A_folder_that_does_not_exist_has_no_data_set()
    {
        Assert.Null(DatasetFiles.NewestGold(_folder["nowhere"]).Path);
        Assert.Null(DatasetFiles.NewestJudgePipeline(_folder["nowhere"]).Path);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_told_by_name()
    {
        Assert.Equal(
            $"{_folder["no.json"]}: no such file",
            Assert.Throws<BadInputException>(() => DatasetFiles.Read(_folder["no.json"])).Message
        );
        Assert.Equal(
            $"{_folder.Path}: cannot be read: it is a folder",
            Assert.Throws<BadInputException>(() => DatasetFiles.Read(_folder.Path)).Message
        );
    }

    [Fact]
    public void Items_marked_as_not_usable_are_left_out_and_unmarked_ones_stay()
    {
        var kept = DatasetFiles.LeaveOutMarked(
            [
                Make.Gold("a"),
                Make.Gold("b") with
                {
                    IsQuestionOk = false,
                },
                Make.Gold("c") with
                {
                    IsAnswerOk = false,
                },
                Make.Gold("d") with
                {
                    IsChunkOk = false,
                },
                Make.Gold("e") with
                {
                    IsQuestionOk = true,
                    IsAnswerOk = true,
                    IsChunkOk = true,
                },
            ],
            out var leftOut
        );
        Assert.Equal(["a", "e"], kept.Select(i => i.Id));
        Assert.Equal(3, leftOut);
    }

    private void Put(params string[] names)
    {
        foreach (var name in names)
            _folder.Write(name, "[]");
    }
}
