namespace ModelLab.Core.Roles;

/// <summary>How one piece of work ended. Kept apart everywhere: only <see cref="Scored"/> carries a value.</summary>
public enum Outcome
{
    /// <summary>The model answered and the answer was understood.</summary>
    Scored,

    /// <summary>The provider or model declined to answer (content filter, refusal field).</summary>
    Refused,

    /// <summary>A reply came, also after one re-ask, but no answer, score or verdict could be read from it.</summary>
    Unparseable,

    /// <summary>No usable reply: connection, time-out, HTTP status, malformed response.</summary>
    TransportError,

    /// <summary>Never asked, because what it depends on failed or the run stopped.</summary>
    NotRun,

    /// <summary>
    /// Not asked: the quota of the day, the funds or the budget were used up, or the model was given up. The same command asks it later.
    /// </summary>
    NotAsked,
}
