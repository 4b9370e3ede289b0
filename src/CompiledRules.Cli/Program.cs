using CompiledRules.Cli;

return await CommandLine.RunAsync(args, Shell.OfProcess(), CancellationToken.None);
