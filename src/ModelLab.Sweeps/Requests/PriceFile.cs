using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Llm.Configuration;

namespace ModelLab.Sweeps.Requests;

/// <summary>Finds and reads the prices, and holds a budget against them.</summary>
public static class PriceFile
{
    /// <summary>Where prices are kept when no other file is named.</summary>
    public const string Default = "benchmarks/pricing.json";

    /// <summary>Reads the prices; without a file none is known.</summary>
    /// <exception cref="BadInputException">A named file does not exist, or a file is not a price list.</exception>
    public static PriceList Read(string? path) =>
        path is null && !File.Exists(Default) ? PriceList.Empty : PriceList.Parse(DatasetFiles.Read(path ?? Default), path ?? Default);

    /// <summary>
    /// Reads the prices with those of the models file. A short name that has none of its own costs what the model does which it stands for.
    /// </summary>
    /// <exception cref="BadInputException">A named file does not exist, or a file is not a price list.</exception>
    public static PriceList Read(string? path, LabEnvironment environment)
    {
        var providers = new ProviderCatalog(environment);
        return environment.Models.Models.Keys.Aggregate(
            Read(path).With(environment.Models.Prices),
            (list, name) => list.With(name, providers.Named(name)!.Model.ToString())
        );
    }

    /// <summary>Checks that a budget can be kept: every model that is called has a price, all in one currency.</summary>
    /// <exception cref="BadInputException">It cannot.</exception>
    public static void RequireFor(this PriceList prices, IEnumerable<ModelRef> called)
    {
        var models = called.Select(m => m.ToString()).Distinct().ToList();
        var unknown = models.Where(m => prices.For(m) is null).ToList();
        if (unknown.Count > 0)
            throw new BadInputException(
                $"--budget: the price of {string.Join(", ", unknown)} is unknown: add it to {Default} with its date and source, or "
                    + $"leave --budget out"
            );
        // Its prompts and the length of its answers are its own, so nothing can be set aside for a call.
        if (models.FirstOrDefault(m => ModelRef.NamesAssistant(m) && prices.For(m)!.Cost(1_000_000, 0, 1_000_000) > 0) is { } open)
            throw new BadInputException(
                $"--budget: what a call of {open} costs at most is not known beforehand: give it the price 0, or leave --budget out"
            );
        var currencies = models.Select(m => prices.For(m)!.Currency).Distinct().ToList();
        if (currencies.Count > 1)
            throw new BadInputException(
                $"--budget: prices are in {string.Join(" and ", currencies)}: a budget needs one currency in {Default}"
            );
    }
}
