using CompiledRules.Functions.Objects;

namespace CompiledRules.Functions.Tests.Objects;

public sealed class ObjectPickTests
{
    private static readonly SqlObject s_inner = SqlObject.FromArrays(["x", "y"], [1L, 2L]);
    private static readonly SqlObject s_map = SqlObject.FromArrays(["a", "b"], [s_inner, 3L]);

    [Test]
    public void Two_paths_into_one_object_give_both_entries() =>
        Assert.That(ObjectFunctions.ObjectPick(s_map, "a.y", "a.x"), Is.EqualTo(SqlObject.FromArrays(["a"], [s_inner])));

    [Test]
    public void Paths_without_a_value_are_skipped() =>
        Assert.That(ObjectFunctions.ObjectPick(s_map, "a.z", "b.x", "c"), Is.EqualTo(SqlObject.Empty));

    [Test]
    public void Names_must_be_strings() =>
        Assert.That(() => ObjectFunctions.ObjectPick(s_map, 1L), Throws.TypeOf<SqlException>());
}
