using System.Text;
using ModelLab.Cli;
using ModelLab.Cli.Hosting;

Console.OutputEncoding = Encoding.UTF8;
var output = new LastingWriter(Console.Out);
Console.SetOut(output);
Console.SetError(new LastingWriter(Console.Error));
return await new App(new Surroundings { OutputLost = () => output.Lost }).RunAsync(args).ConfigureAwait(false);
