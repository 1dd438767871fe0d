namespace ModelLab.Llm.Limits;

/// <summary>A model that is asked more slowly than the run could.</summary>
/// <param name="Model">The model as its endpoint knows it.</param>
/// <param name="PerSecond">Requests a second that it accepts, told or learnt; null where that is not the reason.</param>
/// <param name="Hold">How long it still wants to be left alone; zero where it does not.</param>
public sealed record SlowModel(string Model, double? PerSecond, TimeSpan Hold);
