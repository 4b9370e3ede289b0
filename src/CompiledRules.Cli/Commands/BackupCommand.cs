using System.CommandLine;
using System.Globalization;
using CompiledRules.Server.Store;

namespace CompiledRules.Cli.Commands;

/// <summary><c>cr backup FILE.zip</c>: copies all that a server keeps, also while it runs.</summary>
internal static class BackupCommand
{
    public static Command Create(Shell shell)
    {
        var file = new Argument<string>("file") { Description = "The archive to write. Unpacked, it is a data folder for 'cr serve --data'." };
        var data = new Option<string>("--data") { Description = "The folder of the server's database.", HelpName = "folder", DefaultValueFactory = static _ => "data" };
        var command = new Command("backup", "Copies the rules, streams, plugins, services and checkpoints of a server into an archive, also while the server runs.") { file, data };
        command.SetAction(arguments =>
        {
            var target = shell.ResolvePath(arguments.GetRequiredValue(file));
            try
            {
                var count = DataBackup.Write(shell.ResolvePath(arguments.GetRequiredValue(data)), target);
                shell.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cr: {count} files are in {arguments.GetRequiredValue(file)}"));
                return 0;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new CommandFailure(error.Message);
            }
        });
        return command;
    }
}
