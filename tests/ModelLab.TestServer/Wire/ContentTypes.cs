namespace ModelLab.Testing.Wire;

internal static class ContentTypes
{
    public const string Json = "application/json";
    public const string Events = "text/event-stream";
}
