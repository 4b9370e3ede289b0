using System.Diagnostics;
using System.Reflection;

namespace CompiledRules.Packages.Tests;

/// <summary>A folder outside the repository: packages of every library, and projects that know nothing but them.</summary>
internal sealed class PackageFeed : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("packages");

    public string Packages => Path.Combine(_folder.FullName, "feed");

    /// <summary>Packs all libraries in one run, as they were built.</summary>
    public void Pack()
    {
        var projects = string.Join(';', Metadata("Packed"));
        Write("pack.proj", $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{projects}" Targets="Pack" BuildInParallel="true" Properties="NoBuild=true;Configuration={Metadata("Configuration")};PackageOutputPath={Packages}" />
              </Target>
            </Project>
            """);
        var (code, output) = Dotnet("msbuild", "pack.proj", "-t:Pack", "-m:2", "-nologo", "-v:q");
        Assert.That(code, Is.Zero, output);
    }

    /// <summary>Makes a project of a console application.</summary>
    /// <param name="packages">What it asks for.</param>
    public void CreateApplication(string[] packages, params (string Name, string Text)[] files)
    {
        // Packages of others are those that building the repository has brought to this machine; ours come to a folder that goes with the test.
        Write("nuget.config", """
            <configuration>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
            </configuration>
            """);
        Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestorePackagesPath>restored</RestorePackagesPath>
                <RestoreFallbackFolders>{Metadata("PackageRoot")}</RestoreFallbackFolders>
                <EnableDefaultCompileItems>false</EnableDefaultCompileItems>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="*.cs" />
                {string.Concat(packages.Select(static name => $"<PackageReference Include=\"{name}\" Version=\"0.1.0\" />"))}
              </ItemGroup>
            </Project>
            """);
        foreach (var (name, text) in files)
            Write(name, text);
    }

    /// <summary>Restores and builds the application.</summary>
    public (int Code, string Output) Build() => Dotnet("build", "App.csproj", "-c", "Release", "-nologo", "-v:q", "--disable-build-servers");

    public (int Code, string Output) Run() => Dotnet(Path.Combine("bin", "Release", "net10.0", "App.dll"));

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Metadata(string key) =>
        typeof(PackageFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private (int Code, string Output) Dotnet(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        // What runs the tests must not decide how others build.
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, (output + errors.Result).ReplaceLineEndings("\n"));
    }
}
