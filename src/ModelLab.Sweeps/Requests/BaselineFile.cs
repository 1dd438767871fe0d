using ModelLab.Core;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Sweeps.Requests;

/// <summary>Finds and reads a user's baselines.</summary>
public static class BaselineFile
{
    /// <summary>Where baselines are kept when no other file is named.</summary>
    public const string Default = "benchmarks/baselines.json";

    /// <summary>Reads the baselines; without a file they are those of the catalogue.</summary>
    /// <exception cref="BadInputException">A named file does not exist, or a file does not hold baselines.</exception>
    public static Baselines Read(string? path)
    {
        if (path is null && !File.Exists(Default))
            return Baselines.Catalogued;
        return Baselines.Parse(DatasetFiles.Read(path ?? Default), path ?? Default);
    }
}
