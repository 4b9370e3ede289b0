using System.Collections.Immutable;
using System.Text;
using CompiledRules.Formats.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace CompiledRules.Formats.Tests.Json;

/// <summary>The scan that looks only at wanted members against the decoder that reads everything: made and damaged documents, always the same ones.</summary>
public sealed class JsonScanFuzzTests
{
    // Ends that are alike, one name inside another, a short and an empty one.
    private static readonly ImmutableArray<string> s_columns = ["a", "temperature", "max_temperature", "roomname", "name", "é", ""];

    private static readonly string[] s_names =
    [
        "a", "temperature", "max_temperature", "min_temperature", "roomname", "bedroomname", "room\\u006eame", "name", "é", "", "other", "x\\\"a", "x\\\\", "\\u0061",
        "t\\u0065mperature", "a_rather_long_name_that_is_longer_than_one_block_of_the_scan_and_than_that_twice_temperature", "0065mperature", "\\ud83d\\ude00",
    ];

    private static readonly string[] s_scalars =
    [
        "0", "-0", "1", "-1.50", "23.4", "0.1", "1e3", "1E-7", "-1.5e+10", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "123456789012345678",
        "0.1234567890123456789", "9007199254740993", "9007199254740993.0", "4.9e-324", "1.7976931348623157e308", "0.000000000000000000000001", "123456789.123456789",
        "true", "false", "null", "\"\"", "\"text\"", "\"a \\\"quoted\\\" word\"", "\"é😀\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"\\\\\"", "\"\\\\\\\"\"", "\"{[:,]}\"", "\"\\u003a\"",
        "\"a text that is longer than one block of the scan, so that its end stands in another one: here\"",
    ];

    private static readonly string[] s_blanks = ["", "", "", " ", "\n\t ", "                                                                      "];

    private static readonly Gen<string> s_blank = Gen.Elements(s_blanks);

    private static readonly Gen<string> s_document =
        from members in Gen.Choose(0, 12).SelectMany(count => Gen.ArrayOf(Member(2), count))
        from before in Gen.Elements("", "", "\uFEFF", " ")
        from after in s_blank
        select $"{before}{{{string.Join(",", members)}}}{after}";

    private static readonly Gen<Edit> s_edit =
        from kind in Gen.Choose(0, 3)
        from place in Gen.Choose(0, 9_999)
        from letter in Gen.Elements("{}[],:\"\\0e.- \u0001tx"u8.ToArray())
        select new Edit(kind, place, letter);

    private static readonly RowSchema s_typed = new(
    [
        new("a", ColumnType.Bigint), new("temperature", ColumnType.Float), new("roomname", ColumnType.String), new("name", ColumnType.Boolean), new("é", ColumnType.DateTime),
    ]);

    [Test]
    public void Documents_give_the_rows_that_the_reader_gives([Values("any", "integers", "typed")] string kind)
    {
        var (scan, reader) = Decoders(kind, s_columns);

        Check.One(Config(2_000), Prop.ForAll(Arb.ToArbitrary(Gen.ArrayOf(s_document, 4)), texts => texts.All(text =>
            Show(scan, Encoding.UTF8.GetBytes(text)) == Show(reader, Encoding.UTF8.GetBytes(text)))));
    }

    [Test]
    public void Damaged_documents_that_the_reader_takes_give_its_rows([Values("any", "integers", "typed")] string kind)
    {
        var (scan, reader) = Decoders(kind, s_columns);

        Check.One(Config(5_000), Prop.ForAll(Damaged(s_document), bytes =>
        {
            var expected = Show(reader, bytes);
            return expected.StartsWith("! the message is not", StringComparison.Ordinal) || Show(scan, bytes) == expected;
        }));
    }

    [Test]
    public void Damage_is_found_where_every_member_is_wanted([Values("any", "integers", "typed")] string kind)
    {
        var (scan, reader) = Decoders(kind, ["a", "temperature", "name"]);

        Check.One(Config(10_000), Prop.ForAll(DamagedMembers(), bytes => Show(scan, bytes) == Show(reader, bytes)));
    }

    [Test]
    public void Damage_is_found_everywhere_on_a_strict_stream()
    {
        var schema = new RowSchema([new("a", ColumnType.Float, 0d)], IsStrict: true);
        var layout = new RowLayout(["a"]);

        Assert.That(Decoding.Show(new JsonRowDecoder(layout, schema), layout, """{"a": 1, "b": tru}"""), Does.StartWith("! the message is not valid JSON"));
    }

    [Test]
    public void Blocks_are_read_alike_by_wide_and_narrow_vectors()
    {
        var random = new Random(1);
        var bytes = new byte[JsonBlock.Size];
        for (var round = 0; round < 2_000; round++)
        {
            random.NextBytes(bytes);
            for (var i = 0; i < bytes.Length / 2; i++)
                bytes[random.Next(bytes.Length)] = "{}[]:\"\\\t\u001a\u001b"u8[random.Next(10)];

            Assert.That(JsonBlock.ReadNarrow(ref bytes[0]), Is.EqualTo(JsonBlock.ReadWide(ref bytes[0])));
        }
    }

    private static Gen<string> Member(int depth) =>
        from name in Gen.Elements(s_names)
        from value in Value(depth)
        from blanks in Gen.ArrayOf(s_blank, 4)
        select $"{blanks[0]}\"{name}\"{blanks[1]}:{blanks[2]}{value}{blanks[3]}";

    // Damage behind a name, where it cannot make a member that nobody wants.
    private static Gen<byte[]> DamagedMember(string end) =>
        from name in Gen.Elements("a", "temperature", "name")
        from value in Gen.Elements(s_scalars)
        from count in Gen.Choose(0, 1)
        from edits in Gen.ArrayOf(s_edit, count)
        select edits.Aggregate(Encoding.UTF8.GetBytes($":{value}{end}"), static (bytes, edit) => edit.ApplyTo(bytes)) is var rest
            ? (byte[])[.. Encoding.UTF8.GetBytes($"\"{name}\""), .. rest]
            : [];

    private static Gen<string> Value(int depth)
    {
        var scalar = Gen.Elements(s_scalars);
        if (depth == 0)
            return scalar;

        var items = Gen.Choose(0, 3).SelectMany(count => Gen.ArrayOf(Value(depth - 1), count)).Select(static items => $"[{string.Join(", ", items)}]");
        var members = Gen.Choose(0, 3).SelectMany(count => Gen.ArrayOf(Member(depth - 1), count)).Select(static members => $"{{{string.Join(",", members)}}}");
        return Gen.Frequency((5, scalar), (1, items), (1, members));
    }

    private static Arbitrary<byte[]> Damaged(Gen<string> document) => Arb.ToArbitrary(
        from text in document
        from count in Gen.Choose(1, 3)
        from edits in Gen.ArrayOf(s_edit, count)
        select edits.Aggregate(Encoding.UTF8.GetBytes(text), static (bytes, edit) => edit.ApplyTo(bytes)));

    private static Arbitrary<byte[]> DamagedMembers() => Arb.ToArbitrary(
        from members in Gen.Choose(0, 5).SelectMany(static count => Gen.ArrayOf(DamagedMember(","), count))
        from last in DamagedMember("}")
        select (byte[])[.. "{"u8, .. members.SelectMany(static member => member), .. last]);

    private static (Shown Scan, Shown Reader) Decoders(string kind, ImmutableArray<string> columns)
    {
        var schema = kind == "typed" ? s_typed : RowSchema.Schemaless with { UseIntegers = kind == "integers" };
        var layout = new RowLayout(columns);
        return (new Shown(new JsonRowDecoder(layout, schema), layout), new Shown(new JsonRowDecoder(layout, schema, checksEverything: true), layout));
    }

    private static string Show(Shown shown, byte[] bytes) => Decoding.Show(shown.Decoder, shown.Layout, bytes);

    private static Config Config(int tests) => FsCheck.Config.QuickThrowOnFailure.WithMaxTest(tests)
        .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(20_261_122, 1), FSharpOption<int>.None)));

    private sealed record Shown(JsonRowDecoder Decoder, RowLayout Layout);

    private sealed record Edit(int Kind, int Place, byte Letter)
    {
        public byte[] ApplyTo(byte[] bytes)
        {
            if (bytes.Length == 0)
                return [Letter];

            var place = Place % bytes.Length;
            return Kind switch
            {
                0 => [.. bytes[..place], Letter, .. bytes[(place + 1)..]],
                1 => [.. bytes[..place], Letter, .. bytes[place..]],
                2 => [.. bytes[..place], .. bytes[(place + 1)..]],
                _ => bytes[..place],
            };
        }
    }
}
