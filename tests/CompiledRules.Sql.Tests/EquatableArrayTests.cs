using System.Collections.Immutable;

namespace CompiledRules.Sql.Tests;

public sealed class EquatableArrayTests
{
    [Test]
    public void Equal_when_the_elements_are_in_order()
    {
        EquatableArray<string> left = ["a", "b"];
        EquatableArray<string> right = ["a", "b"];
        EquatableArray<string> other = ["b", "a"];

        Assert.That(left, Is.EqualTo(right));
        Assert.That(left.GetHashCode(), Is.EqualTo(right.GetHashCode()));
        Assert.That(left == other, Is.False);
    }

    [Test]
    public void The_default_value_is_empty()
    {
        EquatableArray<int> none = default;

        Assert.That(none.IsEmpty, Is.True);
        Assert.That(none.Items, Is.EqualTo(ImmutableArray<int>.Empty));
        Assert.That(none == [], Is.True);
    }
}
