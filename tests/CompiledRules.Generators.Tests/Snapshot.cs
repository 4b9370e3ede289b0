using System.Runtime.CompilerServices;

namespace CompiledRules.Generators.Tests;

/// <summary>Compares a text with one that was approved, in files named as Verify names them: <c>_snapshots/Class.Test.verified.cs</c>, and <c>.received.cs</c> beside it where they differ.</summary>
/// <remarks>With the environment variable <c>UPDATE_SNAPSHOTS=1</c> the text is approved.</remarks>
internal static class Snapshot
{
    public static void Match(string text, string extension = "cs", [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        var name = Path.Combine(Path.GetDirectoryName(testFile)!, "_snapshots", $"{Path.GetFileNameWithoutExtension(testFile)}.{test}");
        var (verified, received) = ($"{name}.verified.{extension}", $"{name}.received.{extension}");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(verified)!);
            File.WriteAllText(verified, text);
            File.Delete(received);
            return;
        }

        var approved = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : "";
        if (approved == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.That(text, Is.EqualTo(approved), $"{Path.GetFileName(verified)} differs; UPDATE_SNAPSHOTS=1 approves the text");
    }
}
