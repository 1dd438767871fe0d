using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Execution;

/// <summary>The models of a sweep, ready to be asked.</summary>
public interface ICallableModels
{
    /// <summary>The generator of that name.</summary>
    IAnswerGenerator Generator(string model);

    /// <summary>The benchmark judge of that name.</summary>
    IAnswerJudge Judge(string model);

    /// <summary>The production judge of that name.</summary>
    IShowDecider Decider(string model);

    /// <summary>The queue of a unit: its model at its endpoint.</summary>
    string LaneOf(WorkUnit unit);

    /// <summary>The endpoint that a lane of called models shares with others.</summary>
    string EndpointOf(string lane);

    /// <summary>Whether a lane's model has been told to wait by its endpoint.</summary>
    bool IsOnHold(string lane);
}
