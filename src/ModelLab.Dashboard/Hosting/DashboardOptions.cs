using System.Net;
using ModelLab.Core;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Hosting;

/// <summary>How the dashboard is served.</summary>
public sealed record DashboardOptions
{
    /// <summary>The address that is used unless another is chosen: this machine alone can reach it.</summary>
    public const string Loopback = "127.0.0.1";

    /// <summary>The least length of a token, in characters.</summary>
    public const int LeastToken = 16;

    /// <summary>The directory whose runs are shown.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; } = 7860;

    /// <summary>The IP address to listen at, or <c>localhost</c>.</summary>
    public string Host { get; init; } = Loopback;

    /// <summary>What a reader must show; null for none, which only a loopback address allows.</summary>
    public string? Token { get; init; }

    /// <summary>The language of a page whose address names none.</summary>
    public Language Language { get; init; } = Language.English;

    /// <summary>The address to listen at.</summary>
    /// <exception cref="BadInputException">The host is no address, or others could reach it and no token guards it.</exception>
    public IPAddress Address()
    {
        var name = Host == "localhost" ? Loopback : Host.Trim('[', ']');
        if (!IPAddress.TryParse(name, out var address))
            throw new BadInputException(
                $"--host: '{Host}' is not an IP address: give {Loopback}, or 0.0.0.0 for every address of this machine"
            );
        if (!IPAddress.IsLoopback(address) && Token is null)
            throw new BadInputException(
                $"--host {Host}: others can reach this address: give --token, at least {LeastToken} characters that a reader must know"
            );
        if (Token is { } token && token.Trim().Length < LeastToken)
            throw new BadInputException($"--token: too short: give at least {LeastToken} characters");
        return address;
    }
}
