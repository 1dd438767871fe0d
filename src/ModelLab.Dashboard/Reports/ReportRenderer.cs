using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Text;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Reports;

/// <summary>Writes a report as one HTML text, with the components of the dashboard's pages and without a server.</summary>
public static class ReportRenderer
{
    /// <summary>The whole document; the same report gives the same text.</summary>
    public static async Task<string> RenderAsync(RunReport report, Language language)
    {
        var services = new ServiceCollection().AddSingleton<HtmlEncoder>(new HarmlessEncoder()).BuildServiceProvider();
        await using (services.ConfigureAwait(false))
        {
            var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
            await using (renderer.ConfigureAwait(false))
            {
                var parameters = ParameterView.FromDictionary(
                    new Dictionary<string, object?>
                    {
                        [nameof(ReportDocument.At)] = PageContext.ForReport(language, EmbeddedAssets.Load()),
                        [nameof(ReportDocument.Report)] = report,
                    }
                );
                return await renderer
                    .Dispatcher.InvokeAsync(async () =>
                        (await renderer.RenderComponentAsync<ReportDocument>(parameters).ConfigureAwait(true)).ToHtmlString()
                    )
                    .ConfigureAwait(false);
            }
        }
    }
}
