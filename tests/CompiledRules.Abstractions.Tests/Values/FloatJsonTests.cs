using System.Globalization;
using System.Text.Json;

namespace CompiledRules.Abstractions.Tests;

/// <summary>Floats as JSON: the shortest digits that read back as the same number.</summary>
public sealed class FloatJsonTests
{
    [TestCase(0d, "0")]
    [TestCase(-0d, "-0")]
    [TestCase(23.4, "23.4")]
    [TestCase(-74.12, "-74.12")]
    [TestCase(0.000001, "0.000001")]
    [TestCase(0.0000015, "0.0000015")]
    [TestCase(0.1 + 0.2, "0.30000000000000004")]
    [TestCase(999_999_999.999_999, "999999999.999999")]
    [TestCase(1_000_000_000.5, "1000000000.5")]
    [TestCase(100, "100")]
    [TestCase(1e21, "1e+21")]
    public void Number(double value, string expected) => Assert.That(SqlJson.ToText(value), Is.EqualTo(expected));

    [Test]
    public void Decimals_at_random_read_back_and_are_no_longer_than_the_shortest([Values(1, 2)] int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 50_000; round++)
        {
            var value = random.Next(4) switch
            {
                0 => random.Next(-1_000_000, 1_000_000) / Math.Pow(10, random.Next(9)),
                1 => (random.NextDouble() * Math.Pow(10, random.Next(-8, 12))) - 1,
                2 => Math.BitIncrement(random.NextInt64(-1_000_000_000_000_000, 1_000_000_000_000_000) / 1e6),
                _ => BitConverter.Int64BitsToDouble(random.NextInt64()),
            };
            if (!double.IsFinite(value))
                continue;

            var text = SqlJson.ToText(value);
            Assert.That(JsonDocument.Parse(text).RootElement.GetDouble(), Is.EqualTo(value), text);
            Assert.That(DigitsOf(text), Is.EqualTo(DigitsOf(value.ToString("R", CultureInfo.InvariantCulture))), text);
        }
    }

    private static string DigitsOf(string number)
    {
        var mantissa = number.ToUpperInvariant().Split('E')[0];
        return string.Concat(mantissa.Where(char.IsAsciiDigit)).Trim('0');
    }
}
