using CompiledRules.Runtime.Joins;

namespace CompiledRules.Runtime.Tests.Joins;

[TestFixture]
public sealed class JoinTests
{
    // Rows are a key and a mark; the key '-' stands for null.
    private static readonly string[] s_left = ["1a", "2b", "3c", "-d", "2e"];
    private static readonly string[] s_right = ["2x", "1y", "2z", "-v", "4w"];

    [TestCase(JoinKind.Inner, "1a1y 2b2x 2b2z 2e2x 2e2z")]
    [TestCase(JoinKind.Left, "1a1y 2b2x 2b2z 3c -d 2e2x 2e2z")]
    [TestCase(JoinKind.Right, "2b2x 2e2x 1a1y 2b2z 2e2z -v 4w")]
    [TestCase(JoinKind.Full, "1a1y 2b2x 2b2z 3c -d 2e2x 2e2z -v 4w")]
    public void Both_ways_of_joining_agree_with_the_definition(JoinKind kind, string expected)
    {
        Assert.That(Run(Hash(null), kind, s_left, s_right), Is.EqualTo(expected));
        Assert.That(Run(new NestedLoopJoin<string, string>(static (left, right) => left[0] != '-' && left[0] == right[0]), kind, s_left, s_right), Is.EqualTo(expected));
    }

    [TestCase(JoinKind.Inner, "1a1y 2b2z 2e2z")]
    [TestCase(JoinKind.Full, "1a1y 2b2z 3c -d 2e2z 2x -v 4w")]
    public void The_rest_of_the_condition_decides_among_equal_keys(JoinKind kind, string expected) =>
        Assert.That(Run(Hash(static (_, right) => right[1] > 'x'), kind, s_left, s_right), Is.EqualTo(expected));

    [Test]
    public void A_join_is_used_again_for_larger_and_smaller_windows()
    {
        var join = Hash(null);
        string[] many = [.. Enumerable.Range(0, 500).Select(static i => (char)('0' + (i % 10)) + "m")];

        Assert.That(Run(join, JoinKind.Inner, ["3a"], many).Split(' '), Has.Length.EqualTo(50));
        Assert.That(Run(join, JoinKind.Inner, many, ["3a"]).Split(' '), Has.Length.EqualTo(50));
        Assert.That(Run(join, JoinKind.Full, s_left, []), Is.EqualTo("1a 2b 3c -d 2e"));
    }

    [Test]
    public void Without_a_condition_every_pair_matches() =>
        Assert.That(Run(new NestedLoopJoin<string, string>(null), JoinKind.Cross, ["a", "b"], ["x", "y"]), Is.EqualTo("ax ay bx by"));

    private static HashJoin<string, string, char> Hash(Func<string, string, bool>? residual) =>
        new(KeyOf, KeyOf, residual, EqualityComparer<char>.Default);

    private static bool KeyOf(string row, out char key)
    {
        key = row[0];
        return key != '-';
    }

    private static string Run(IJoin<string, string> join, JoinKind kind, string[] left, string[] right)
    {
        var output = new Output();
        join.Run(kind, left, right, output);
        return string.Join(" ", output.Rows);
    }

    private sealed class Output : IJoinObserver<string, string>
    {
        public List<string> Rows { get; } = [];

        public void OnPair(string left, string right) => Rows.Add(left + right);

        public void OnLeft(string left) => Rows.Add(left);

        public void OnRight(string right) => Rows.Add(right);
    }
}
