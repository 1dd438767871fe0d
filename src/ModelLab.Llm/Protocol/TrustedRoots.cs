using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ModelLab.Llm.Protocol;

/// <summary>Trusts what the system trusts, and what some further roots vouch for.</summary>
/// <param name="roots">The roots' certificates.</param>
internal sealed class TrustedRoots(X509Certificate2Collection roots)
{
    /// <summary>Whether a server is who it says it is.</summary>
    public bool IsTrusted(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        // A wrong name, or no certificate, is no question of whom to trust.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || shown is null)
            return false;
        using var certificate = new X509Certificate2(shown);
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // as for others
        own.ChainPolicy.CustomTrustStore.AddRange(roots);
        own.ChainPolicy.ExtraStore.AddRange(roots);
        if (chain is not null)
            foreach (var element in chain.ChainElements)
                own.ChainPolicy.ExtraStore.Add(element.Certificate);
        return own.Build(certificate);
    }
}
