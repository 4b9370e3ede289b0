using System.Globalization;
using System.Text;
using System.Text.Json;
using CompiledRules.Formats.Json;

namespace CompiledRules.Formats.Tests.Json;

/// <summary>Random documents, whole and damaged, against System.Text.Json: equal values, equal rejection.</summary>
public sealed class JsonFuzzTests
{
    private const int Rounds = 3000;

    private static readonly string[] s_names = ["a", "b", "temperature", "r\\u006fom", "é", ""];

    [Test]
    public void Values_are_those_of_the_reference([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        var layout = new RowLayout(["a", "room", "temperature"], 3);
        var decoder = new JsonRowDecoder(layout, RowSchema.Schemaless);
        var rows = new DecodedRows();
        for (var round = 0; round < Rounds; round++)
        {
            var text = MakeObject(random, 0);
            rows.Clear();
            decoder.Decode(new SourceMessage(Encoding.UTF8.GetBytes(text)), 0, rows);

            using var reference = JsonDocument.Parse(text);
            var expected = Convert(reference.RootElement);
            var slots = rows.Rows.Single().Slots;
            Assert.That(slots[3], Is.EqualTo(expected), text);
            Assert.That(layout.Columns.Select((name, slot) => slots[slot].Equals(expected.AsObject()[name])), Is.All.True, text);
        }
    }

    [Test]
    public void Damaged_documents_are_rejected_where_the_reference_rejects_them([Values(4, 5, 6)] int seed)
    {
        var random = new Random(seed);
        var decoder = new JsonRowDecoder(new RowLayout(["b"]), RowSchema.Schemaless, checksEverything: true);
        var rows = new DecodedRows();
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Damage(random, Encoding.UTF8.GetBytes(MakeObject(random, 0)));
            rows.Clear();
            decoder.Decode(new SourceMessage(bytes), 0, rows);
            Assert.That(rows.Errors, Has.Count.EqualTo(IsObject(bytes) ? 0 : 1), Encoding.Latin1.GetString(bytes));
        }
    }

    private static bool IsObject(byte[] bytes)
    {
        try
        {
            using var reference = JsonDocument.Parse(bytes);
            return reference.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[] Damage(Random random, byte[] bytes)
    {
        var place = random.Next(bytes.Length);
        var letter = "{}[],:\"0x."u8[random.Next(10)];
        return random.Next(3) switch
        {
            0 => [.. bytes[..place], letter, .. bytes[(place + 1)..]],
            1 => [.. bytes[..place], letter, .. bytes[place..]],
            _ => bytes[..place],
        };
    }

    private static string MakeObject(Random random, int depth)
    {
        var members = Enumerable.Range(0, random.Next(6)).Select(_ => $"\"{s_names[random.Next(s_names.Length)]}\"{Blank(random)}:{MakeValue(random, depth + 1)}");
        return $"{{{Blank(random)}{string.Join(",", members)}}}";
    }

    private static string MakeValue(Random random, int depth) => random.Next(depth > 3 ? 6 : 8) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "false",
        2 => random.Next(-1000, 1000).ToString(CultureInfo.InvariantCulture),
        3 => (random.NextDouble() * Math.Pow(10, random.Next(-30, 30))).ToString("R", CultureInfo.InvariantCulture).Replace("E+", "e", StringComparison.Ordinal),
        4 => random.Next(10_000_000).ToString(CultureInfo.InvariantCulture).Insert(1, "."),
        5 => "\"" + string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => MakeLetter(random))) + "\"",
        6 => MakeObject(random, depth),
        _ => $"[{string.Join($",{Blank(random)}", Enumerable.Range(0, random.Next(4)).Select(_ => MakeValue(random, depth + 1)))}]",
    };

    private static string MakeLetter(Random random) => random.Next(12) switch
    {
        0 => "\\n",
        1 => "\\u00e9",
        2 => "\\\"",
        3 => "😀",
        4 => "\\ud83d\\ude00",
        _ => ((char)random.Next('a', 'z')).ToString(),
    };

    private static string Blank(Random random) => random.Next(4) == 0 ? " \n" : "";

    private static SqlValue Convert(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => SqlObject.From(json.EnumerateObject().Select(static property => KeyValuePair.Create(property.Name, Convert(property.Value)))),
        JsonValueKind.Array => new SqlArray([.. json.EnumerateArray().Select(Convert)]),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.True => SqlValue.True,
        JsonValueKind.False => SqlValue.False,
        _ => SqlValue.Null,
    };
}
