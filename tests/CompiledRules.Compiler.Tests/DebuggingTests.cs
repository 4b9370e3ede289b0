using System.Diagnostics;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Compiler.Roslyn;
using CompiledRules.Sql.Assembling;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Tests;

/// <summary>An optimized rule is debugged as SQL: its code names the lines of the statement, whose text is in the assembly.</summary>
public sealed class DebuggingTests
{
    private const string Text = "SELECT\n  a + 1 AS b,\n  a * 2 AS c\nFROM demo\nWHERE\n  a > 1\n  AND k != 'no'";

    // The format of a blob that holds the text of a document, from the specification of portable debugging information.
    private static readonly Guid s_embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private static readonly Catalog s_catalog = new([new StreamSymbol("demo", StreamKind.Stream, [], true)], new FunctionTable(FunctionReader.BuiltIn));

    [Test]
    public void Sequence_points_lie_on_the_clauses_of_the_statement() => Assert.That(Read(LinesOf), Is.EqualTo([2, 3, 6]));

    [Test]
    public void The_text_of_the_statement_is_in_the_assembly() => Assert.That(Read(TextOf), Is.EqualTo(Text));

    [TestCase("{\"a\": 5, \"k\": 1}", 6)]
    [TestCase("{\"a\": \"x\", \"k\": \"yes\"}", 6)]
    public void The_stack_of_an_error_names_the_line_of_its_clause(string row, int line)
    {
        var rule = new RuleHarness(Text, backend: RuleBackend.Optimized);
        rule.Send(row);

        var frames = new StackTrace(rule.Errors.Single().Exception, fNeedFileInfo: true).GetFrames();

        Assert.That(frames.Where(static frame => frame.GetFileName() == "rule.sql").Select(static frame => frame.GetFileLineNumber()), Is.EqualTo([line]));
    }

    [Test]
    public void The_stack_of_an_error_behind_a_window_names_its_line()
    {
        var rule = new RuleHarness("SELECT\n  count(*) AS c,\n  k - 1 AS d\nFROM demo\nGROUP BY k, COUNTWINDOW(1)", backend: RuleBackend.Optimized);
        rule.Send("{\"k\": \"x\"}");

        Assert.That(rule.Errors.Single().Exception.StackTrace, Does.Contain("rule.sql:line 3"));
    }

    private static T Read<T>(Func<MetadataReader, T> read)
    {
        var plan = Sql.Compilation.Compile(Text, s_catalog, RuleOptions.Default).Plan!;
        var rule = Assembler.Assemble(Lowerer.Lower(plan, null, RuleOptions.Default, new DiagnosticBag()));
        var code = RuleClassWriter.Write("Debugged", rule, Text);
        using var image = RoslynCompiler.Emit([(code, Text)], AssemblyReferences.Of([]));
        using var file = new PEReader(image);
        var entry = file.ReadDebugDirectory().Single(static entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var provider = file.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        return read(provider.GetMetadataReader());
    }

    private static IEnumerable<int> LinesOf(MetadataReader reader) => reader.MethodDebugInformation
        .SelectMany(method => reader.GetMethodDebugInformation(method).GetSequencePoints())
        .Where(point => !point.IsHidden && NameOf(reader, point.Document) == "rule.sql")
        .Select(static point => point.StartLine)
        .Distinct()
        .Order()
        .ToList();

    private static string TextOf(MetadataReader reader)
    {
        var document = reader.Documents.Single(handle => NameOf(reader, handle) == "rule.sql");
        var blob = reader.GetCustomDebugInformation(document)
            .Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == s_embeddedSource)
            .Select(information => reader.GetBlobBytes(information.Value))
            .Single();
        // The first four bytes are the length of a text that is packed, or zero.
        if (BitConverter.ToInt32(blob) == 0)
            return Encoding.UTF8.GetString(blob, 4, blob.Length - 4);

        using var unpacked = new StreamReader(new DeflateStream(new MemoryStream(blob, 4, blob.Length - 4), CompressionMode.Decompress));
        return unpacked.ReadToEnd();
    }

    private static string NameOf(MetadataReader reader, DocumentHandle document) => reader.GetString(reader.GetDocument(document).Name);
}
