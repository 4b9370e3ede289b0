namespace CompiledRules.Portable.Tests;

/// <summary>The class that is generated from <c>toolbox.json</c>, against the plugin on the C# SDK.</summary>
[CancelAfter(60_000)]
internal sealed class PortableStubTests
{
    private PluginFolder _plugins = null!;
    private PortableHost _host = null!;

    [SetUp]
    public async Task SetUp()
    {
        _plugins = new PluginFolder();
        _host = new PortableHost(_plugins.Options);
        var name = PluginFolder.NewName("stub");
        await _host.InstallAsync(name, _plugins.WriteDotnet(name, ["add", "greet", "spread", "echo"]));
    }

    [TearDown]
    public async Task TearDown()
    {
        await _host.DisposeAsync();
        _plugins.Dispose();
    }

    [Test]
    public async Task Declared_functions_are_typed_and_others_open()
    {
        var toolbox = new Toolbox(_host.FindFunction);

        Assert.That(await toolbox.AddAsync(40, 2), Is.EqualTo(42));
        Assert.That(await toolbox.GreetAsync("world"), Is.EqualTo("Hello, world!"));
        Assert.That(await toolbox.SpreadAsync([1.5, 4.0]), Is.EqualTo(2.5));
        Assert.That(await toolbox.EchoAsync([SqlValue.True]), Is.EqualTo(SqlValue.True));
    }

    [Test]
    public void Failed_call_is_an_exception() => Assert.That(
        async () => await new Toolbox(_host.FindFunction).EchoAsync(SqlArray.Empty), Throws.TypeOf<SqlException>().With.Message.EqualTo("Expect 1 arguments but found 0."));
}
