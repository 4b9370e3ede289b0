using CompiledRules.External.Messages;
using CompiledRules.Formats.Protobuf.Wire;
using static CompiledRules.External.Tests.SampleServices;

namespace CompiledRules.External.Tests.Messages;

public sealed class ArgumentMappingTests
{
    [TestCase("Join", "['a', 2]", "[a, 2]")]
    [TestCase("Join", "[{'left': 'a', 'right': 2, 'more': 3}]", "[a, 2]")]
    [TestCase("Join", "[{'right': 2}]", "[missing, 2]")]
    [TestCase("Join", "[{'left': null, 'right': 2}]", "[null, 2]")]
    [TestCase("Upper", "['a']", "[a]")]
    [TestCase("Upper", "[{'value': 'a'}]", "[a]")]
    [TestCase("Nothing", "[]", "[]")]
    public void Arguments_become_fields(string method, string arguments, string fields) =>
        Assert.That(Map(method, arguments).ToString(), Is.EqualTo(fields));

    [TestCase("Join", "[]", "require 2 parameters but none")]
    [TestCase("Join", "['a']", "require 2 parameters but only got 1")]
    [TestCase("Join", "[{'other': 1}]", "require 2 parameters but only got 1")]
    [TestCase("Join", "['a', 1, 2]", "require 2 parameters but only got 3")]
    [TestCase("Nothing", "[1]", "require 0 parameters but only got 1")]
    public void A_wrong_number_is_refused(string method, string arguments, string message) =>
        Assert.That(() => Map(method, arguments), Throws.TypeOf<SqlException>().With.Message.EqualTo(message));

    [Test]
    public void Position_follows_declaration_and_not_field_numbers()
    {
        var everything = Enumerable.Repeat(SqlValue.Null, EveryField.Fields.Length).ToArray();
        everything[0] = 2.5;

        Assert.That(Protos.Everything.Parser.ParseFrom(MessageEncoder.Encode(EveryField, everything)).ADouble, Is.EqualTo(2.5));
    }

    [Test]
    public void A_call_is_checked_by_number_when_a_rule_is_compiled()
    {
        var input = Method("Join").Input;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ArgumentMapping.Check([SqlKind.String, null], input), Is.Null);
            Assert.That(ArgumentMapping.Check([SqlKind.Object], input), Is.Null);
            Assert.That(ArgumentMapping.Check([null], input), Is.Null);
            Assert.That(ArgumentMapping.Check([SqlKind.String], input), Is.EqualTo("require 2 parameters but only got 1"));
            Assert.That(ArgumentMapping.Check([], input), Is.EqualTo("require 2 parameters but none"));
        }
    }

    private static SqlArray Map(string method, string arguments) =>
        SqlArray.Create(ArgumentMapping.Map(Value(arguments).AsArray(), Method(method).Input));
}
