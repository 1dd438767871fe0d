using System.Text;
using ModelLab.Cli;

Console.OutputEncoding = Encoding.UTF8;
return await new App(new Surroundings()).RunAsync(args).ConfigureAwait(false);
