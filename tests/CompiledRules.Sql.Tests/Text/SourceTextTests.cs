using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Tests.Text;

public sealed class SourceTextTests
{
    [TestCase(0, 1, 1)]
    [TestCase(1, 1, 2)]
    [TestCase(2, 2, 1)]
    [TestCase(4, 2, 3)]
    [TestCase(6, 3, 1)]
    [TestCase(7, 4, 1)]
    [TestCase(8, 4, 2)]
    public void Lines_and_columns_count_from_one(int offset, int line, int column) =>
        Assert.That(new SourceText("a\nbc\r\n\rd").PositionOf(offset), Is.EqualTo(new LinePosition(line, column)));

    [Test]
    public void A_line_is_read_without_its_break() => Assert.That(new SourceText("a\nbc\r\nd").LineAt(2), Is.EqualTo("bc"));

    [Test]
    public void An_offset_outside_the_text_is_refused() =>
        Assert.That(() => new SourceText("a").PositionOf(2), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Spans_join_to_the_later_end()
    {
        Assert.That(new TextSpan(2, 3).To(new TextSpan(8, 1)), Is.EqualTo(new TextSpan(2, 7)));
        Assert.That(new TextSpan(2, 3).To(new TextSpan(0, 1)), Is.EqualTo(new TextSpan(2, 3)));
    }
}
