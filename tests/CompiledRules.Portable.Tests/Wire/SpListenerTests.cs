using System.Net.Sockets;
using System.Runtime.Versioning;
using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Tests.Wire;

[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class SpListenerTests
{
    private SocketFolder _sockets = null!;

    [SetUp]
    public void SetUp() => _sockets = new SocketFolder();

    [TearDown]
    public void TearDown() => _sockets.Dispose();

    [Test]
    public void Only_this_user_may_connect()
    {
        using var listener = SpListener.Open(_sockets.Next());

        Assert.That(File.GetUnixFileMode(listener.Path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public void File_of_a_dead_process_is_replaced()
    {
        var path = _sockets.Next();
        File.WriteAllText(path, "");

        using var listener = SpListener.Open(path);

        using var client = SocketFolder.Dial(path);
        Assert.That(client.Connected, Is.True);
    }

    [Test]
    public void Path_of_a_living_listener_is_refused()
    {
        using var first = SpListener.Open(_sockets.Next());

        Assert.That(() => SpListener.Open(first.Path), Throws.InstanceOf<SpException>().With.Message.Contains("Another process listens"));
    }

    [Test]
    public void Path_longer_than_the_system_allows_is_refused() => Assert.That(
        () => SpListener.Open("/tmp/" + new string('x', 110)), Throws.InstanceOf<SpException>().With.Message.Contains("107"));

    [Test]
    public void File_goes_with_the_listener()
    {
        var listener = SpListener.Open(_sockets.Next());

        listener.Dispose();

        Assert.That(File.Exists(listener.Path), Is.False);
        Assert.That(() => SocketFolder.Dial(listener.Path), Throws.InstanceOf<SocketException>());
    }
}
