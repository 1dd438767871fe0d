using ModelLab.Core.Text;
using Spectre.Console.Rendering;

namespace ModelLab.Cli.Hosting;

/// <summary>
/// Does for what Spectre.Console draws as <see cref="HarmlessWriter"/> does for lines: text loses what would act on a terminal, and the
/// library's own codes stay.
/// </summary>
internal sealed class HarmlessSegments : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(r => new Cleaned(r));

    private sealed class Cleaned(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            inner
                .Render(options, maxWidth)
                .Select(s => s.IsControlCode || s.IsLineBreak ? s : new Segment(HiddenCharacters.Named(s.Text), s.Style));
    }
}
