using System.Net;
using CompiledRules.External.Connections;

namespace CompiledRules.External.Tests.Connections;

public sealed class PrivateNetworkGuardTests
{
    [TestCase("127.0.0.1", true)]
    [TestCase("127.8.8.8", true)]
    [TestCase("10.1.2.3", true)]
    [TestCase("172.16.0.1", true)]
    [TestCase("172.31.255.255", true)]
    [TestCase("172.32.0.1", false)]
    [TestCase("192.168.1.1", true)]
    [TestCase("169.254.169.254", true)]
    [TestCase("0.0.0.0", true)]
    [TestCase("::", true)]
    [TestCase("::1", true)]
    [TestCase("fe80::1", true)]
    [TestCase("fd00::1", true)]
    [TestCase("::ffff:10.0.0.1", true)]
    [TestCase("8.8.8.8", false)]
    [TestCase("2001:4860:4860::8888", false)]
    public void Addresses_that_lead_inside_are_known(string address, bool isPrivate) =>
        Assert.That(PrivateNetworkGuard.IsPrivate(IPAddress.Parse(address)), Is.EqualTo(isPrivate));
}
