using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ModelLab.Llm.Protocol;

/// <summary>Trusts what the system trusts, and what some further roots vouch for; and says why it does not.</summary>
/// <param name="roots">The further roots' certificates.</param>
internal sealed class TrustedRoots(X509Certificate2Collection roots)
{
    private const X509ChainStatusFlags Unknown = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    /// <summary>Whether a server is who it says it is.</summary>
    /// <exception cref="AuthenticationException">It is not, for this reason.</exception>
    public bool IsTrusted(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        if (shown is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            throw new AuthenticationException("the server shows no certificate");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            throw new AuthenticationException($"the server's certificate is for another name ({shown.Subject})");
        using var own = new X509Chain();
        if (roots.Count > 0 && IsVouchedFor(shown, chain, own))
            return true;
        var status =
            (roots.Count > 0 ? own : chain)?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, s) => all | s.Status) ?? Unknown;
        throw new AuthenticationException(
            (status & Unknown) != 0
                ? $"the server's certificate ({shown.Issuer}) is signed by nobody whom this machine trusts: name its root's file by ca_file "
                    + "(GigaChat: the Russian Trusted Root CA)"
            : status.HasFlag(X509ChainStatusFlags.NotTimeValid)
                ? "the server's certificate is out of date, or this machine's clock is wrong"
            : $"the server's certificate is not valid ({status})"
        );
    }

    private bool IsVouchedFor(X509Certificate shown, X509Chain? chain, X509Chain own)
    {
        using var certificate = new X509Certificate2(shown);
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // as for others
        own.ChainPolicy.CustomTrustStore.AddRange(roots);
        own.ChainPolicy.ExtraStore.AddRange(roots);
        // Those between it and the root came with it.
        foreach (var element in chain?.ChainElements.AsEnumerable() ?? [])
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        foreach (var sent in chain?.ChainPolicy.ExtraStore.AsEnumerable() ?? [])
            own.ChainPolicy.ExtraStore.Add(sent);
        return own.Build(certificate);
    }
}
