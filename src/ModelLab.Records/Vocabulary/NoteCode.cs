namespace ModelLab.Records.Vocabulary;

/// <summary>What a run remarks. Names in files are a contract; arguments are listed in docs/file-formats.md.</summary>
public enum NoteCode
{
    /// <summary>What a short name of the models file stands for.</summary>
    ModelDefinition,

    /// <summary>An assistant that takes no context was left out of tier 2.</summary>
    LeftOutOfTier2,

    /// <summary>Items of the data set are marked as not usable.</summary>
    ItemsNotUsable,

    /// <summary>Questions were left out, because they chose the finalists.</summary>
    QuestionsChoseFinalists,

    /// <summary>Labelled items were left out, because they chose the finalists.</summary>
    LabelledChoseFinalists,

    /// <summary>No labelled item is left that did not choose the finalists.</summary>
    AllLabelledChoseFinalists,

    /// <summary>Of several data sets the newest was taken.</summary>
    DatasetTaken,

    /// <summary>Whom an earlier run chose in a role, and whom not.</summary>
    Shortlist,

    /// <summary>On a shortlist: among the best N.</summary>
    AmongBest,

    /// <summary>Not on a shortlist: not among the best N.</summary>
    NotAmongBest,

    /// <summary>On a shortlist: no model is established better.</summary>
    TiedBest,

    /// <summary>On a shortlist: its interval reaches the leader.</summary>
    ReachesLeader,

    /// <summary>Not on a shortlist: short of the leader.</summary>
    ShortOfLeader,

    /// <summary>Not on a shortlist: a built-in baseline.</summary>
    BuiltInBaseline,

    /// <summary>On a shortlist: the role was not compared.</summary>
    NotCompared,

    /// <summary>A role was to race and did not.</summary>
    DidNotRace,

    /// <summary>What one model did not answer for one reason.</summary>
    Unanswered,

    /// <summary>More was not answered, for other reasons.</summary>
    MoreUnanswered,

    /// <summary>The same command asks again.</summary>
    AskedAgain,

    /// <summary>What was refused is asked again with a flag.</summary>
    AskedAgainWithFlag,

    /// <summary>A model was given up.</summary>
    GivenUp,

    /// <summary>An alias moved while the run went on.</summary>
    AliasMoved,

    /// <summary>Latencies of a role were measured under different load.</summary>
    DifferentLoad,

    /// <summary>Tokens were counted here.</summary>
    TokensEstimated,

    /// <summary>An endpoint was asked otherwise than meant, because it refused.</summary>
    Adapted,

    /// <summary>Several providers answered behind one name.</summary>
    SeveralProviders,

    /// <summary>An endpoint may cut prompts off.</summary>
    PromptsCut,

    /// <summary>A model was never asked.</summary>
    NeverAsked,

    /// <summary>Too many scorings of a benchmark judge failed.</summary>
    ScoringsFailed,

    /// <summary>Too few replies of a model were usable.</summary>
    FewRepliesUsable,

    /// <summary>A model was dropped by a race.</summary>
    Dropped,

    /// <summary>The race of a model is not finished.</summary>
    RaceUnfinished,

    /// <summary>A model has no value by the metric that ranks.</summary>
    Undefined,

    /// <summary>No address of a provider is known.</summary>
    UnknownEndpoint,

    /// <summary>There is no API key.</summary>
    NoKey,

    /// <summary>There is neither a key nor an address.</summary>
    NoKeyAndAddress,

    /// <summary>There is a key and no address.</summary>
    NoAddress,

    /// <summary>An address is none.</summary>
    BadAddress,

    /// <summary>A key holds what no key has.</summary>
    BadKey,

    /// <summary>Something answers that is no model.</summary>
    NoModelReply,

    /// <summary>The account is empty.</summary>
    NoFunds,

    /// <summary>The quota of the day is used up.</summary>
    QuotaUsedUp,

    /// <summary>The provider does not serve this region.</summary>
    RegionRefused,

    /// <summary>The key is refused.</summary>
    AccessRefused,

    /// <summary>The model or the address is unknown.</summary>
    UnknownModel,

    /// <summary>The endpoint refuses the model or the request.</summary>
    RequestRefused,

    /// <summary>The endpoint does not answer.</summary>
    Unreachable,
}
