using System.Text;
using System.Text.RegularExpressions;
using CompiledRules.Runtime.Operators;

namespace CompiledRules.Runtime.Tests.Operators;

/// <summary>Patterns are matched without regular expressions where that is faster; the answer is that of the plain definition.</summary>
internal sealed class LikePatternTests
{
    [TestCase("device-01%", "device-0123", true)]
    [TestCase("device-01%", "device-01", true)]
    [TestCase("device-01%", "device-0", false)]
    [TestCase("a-prefix-of-more-than-sixteen%", "a-prefix-of-more-than-sixteen letters", true)]
    [TestCase("a-prefix-of-more-than-sixteen%", "a-prefix-of-more-than-sixtee", false)]
    [TestCase("a%", "a\nb", false)]
    [TestCase("a\nb", "a\nb", true)]
    [TestCase("%a%a%", "ba", false)]
    [TestCase("ab%ba", "aba", false)]
    [TestCase(@"50\%%", "50% off", true)]
    [TestCase("_", "é", true)]
    public void Matches(string pattern, string text, bool expected) =>
        Assert.That((LikePattern.Compile(pattern).IsMatch(text), LikePattern.Compile(pattern).IsMatch(Utf8(text))), Is.EqualTo((expected, expected)));

    [Test]
    public void Random_patterns_are_as_their_regular_expressions()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var (pattern, text) = (Make(random, "aab%%_\\é\n"), Make(random, "aaabé\n%"));
            var expected = Plain(pattern).IsMatch(text);

            var actual = (LikePattern.Compile(pattern).IsMatch(text), LikePattern.Compile(pattern).IsMatch(Utf8(text)));

            Assert.That(actual, Is.EqualTo((expected, expected)), () => $"'{text}' LIKE '{pattern}'");
        }
    }

    private static Utf8Text Utf8(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string Make(Random random, string letters) => new([.. Enumerable.Range(0, random.Next(24)).Select(_ => letters[random.Next(letters.Length)])]);

    private static Regex Plain(string pattern) => new(
        @"\A" + Regex.Replace(pattern, @"\\[%_]|[\s\S]", static part => part.Value switch
        {
            "%" => ".*",
            "_" => ".",
            [var only] => Regex.Escape(only.ToString()),
            var escaped => escaped[1..],
        }) + @"\z");
}
