using System.Text;
using ModelLab.Cli;
using ModelLab.Cli.Hosting;

Console.OutputEncoding = Encoding.UTF8;
return await new App(new Surroundings()).RunAsync(args).ConfigureAwait(false);
