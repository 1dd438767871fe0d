using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ModelLab.Core;

namespace ModelLab.Llm.Protocol;

/// <summary>Reads the files that a connection's certificates are in.</summary>
internal static class CertificateFiles
{
    private const string PemMark = "-----BEGIN ";

    /// <summary>The certificates of a <c>ca_file</c>: PEM with one or more, or one as DER.</summary>
    /// <exception cref="BadInputException">There is no such file, or no certificate in it.</exception>
    public static X509Certificate2Collection Roots(string file)
    {
        var bytes = Read("ca_file", file);
        var roots = new X509Certificate2Collection();
        try
        {
            if (IsPem(bytes))
                roots.ImportFromPem(Encoding.UTF8.GetString(bytes));
            else
                roots.Add(X509CertificateLoader.LoadCertificate(bytes));
        }
        catch (CryptographicException) { }
        return roots.Count > 0
            ? roots
            : throw new BadInputException($"ca_file: {file} holds no certificate: name a PEM file with the root's certificate");
    }

    /// <summary>A client's certificate with its key: PEM with both, or PKCS#12.</summary>
    /// <param name="file">The file.</param>
    /// <param name="password">What its key is locked with; null where it is not.</param>
    /// <exception cref="BadInputException">There is no such file, no certificate with a key in it, or the password is another.</exception>
    public static SslStreamCertificateContext Client(string file, string? password)
    {
        var bytes = Read("client_certificate", file);
        try
        {
            if (!IsPem(bytes))
            {
                var all = X509CertificateLoader.LoadPkcs12Collection(bytes, password);
                return Context(all.First(c => c.HasPrivateKey), all);
            }
            var pem = Encoding.UTF8.GetString(bytes);
            var certificate = password is null
                ? X509Certificate2.CreateFromPem(pem, pem)
                : X509Certificate2.CreateFromEncryptedPem(pem, pem, password);
            var others = new X509Certificate2Collection();
            others.ImportFromPem(pem);
            return Context(certificate, others);
        }
        catch (Exception e) when (e is CryptographicException or InvalidOperationException or ArgumentException)
        {
            throw new BadInputException(
                $"client_certificate: {file} holds no certificate with its private key, or its password is another: "
                    + "name a PEM file with both, or a PKCS#12 file (.p12, .pfx)"
            );
        }
    }

    private static SslStreamCertificateContext Context(X509Certificate2 certificate, X509Certificate2Collection others)
    {
        // Windows shows no key that is held in memory alone.
        if (OperatingSystem.IsWindows())
            certificate = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        return SslStreamCertificateContext.Create(certificate, others, offline: true);
    }

    private static bool IsPem(byte[] bytes) => Encoding.ASCII.GetString(bytes).Contains(PemMark, StringComparison.Ordinal);

    private static byte[] Read(string field, string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var why = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : "it cannot be read";
            throw new BadInputException($"{field}: {file}: {why}");
        }
    }
}
