using ModelLab.Core.Judging;
using ModelLab.Core.Models;

namespace ModelLab.Llm.Roles;

/// <summary>Everything about the asking that changes replies: it is part of a run's fingerprint.</summary>
/// <param name="Prompts">The prompts.</param>
/// <param name="JudgeEvalMode">Whether judges reason before they score.</param>
/// <param name="Generation">Sampling of generators; 0.7 and 200 tokens by default.</param>
/// <param name="Judging">Sampling of both kinds of judge; temperature 0 by default.</param>
/// <param name="Seed">Seed of the built-ins' randomness.</param>
public sealed record RoleSettings(PromptSet Prompts, JudgeEvalMode JudgeEvalMode, Sampling Generation, Sampling Judging, int Seed);
