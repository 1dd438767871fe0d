using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ModelLab.Testing;

/// <summary>Makes certificates: a root that nobody knows, those between, servers' and clients'.</summary>
public static class TestCertificates
{
    /// <summary>A root of its own.</summary>
    public static X509Certificate2 Root(string name = "ModelLab Test Root CA") => Make(name, issuer: null, isAuthority: true, null, null);

    /// <summary>One that may sign others.</summary>
    public static X509Certificate2 Authority(string name, X509Certificate2 issuer) => Make(name, issuer, isAuthority: true, null, null);

    /// <summary>A server's or a client's, for 127.0.0.1.</summary>
    /// <param name="name">Whose it is.</param>
    /// <param name="issuer">Who signs it, with its key.</param>
    /// <param name="host">The name that it is for, in place of 127.0.0.1.</param>
    /// <param name="expired">Whether it was good only until yesterday.</param>
    public static X509Certificate2 Leaf(string name, X509Certificate2 issuer, string? host = null, bool expired = false) =>
        Make(name, issuer, isAuthority: false, host, expired ? DateTimeOffset.UtcNow.AddDays(-1) : null);

    private static X509Certificate2 Make(string name, X509Certificate2? issuer, bool isAuthority, string? host, DateTimeOffset? until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (!isAuthority)
        {
            var names = new SubjectAlternativeNameBuilder();
            if (host is null)
                names.AddIpAddress(IPAddress.Loopback);
            else
                names.AddDnsName(host);
            request.CertificateExtensions.Add(names.Build());
        }
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-9), until ?? DateTimeOffset.UtcNow.AddDays(9));
        if (issuer is null)
            return request.CreateSelfSigned(from.AddDays(-1), to.AddDays(1));
        // None lives longer than who signed it, a moment before.
        DateTimeOffset signersEnd = issuer.NotAfter;
        using var signed = request.Create(issuer, from, to < signersEnd ? to : signersEnd, RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        // Some systems show no key that is held in memory alone.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
