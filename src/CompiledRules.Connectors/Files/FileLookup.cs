using System.Collections.Immutable;
using CompiledRules.Connectors.Tables;
using CompiledRules.Formats;
using CompiledRules.Formats.Json;
using CompiledRules.Formats.Rows;

namespace CompiledRules.Connectors.Files;

/// <summary>The rows of a JSON or CSV file as a table: <c>TYPE="file", DATASOURCE="rooms.json", KIND="lookup"</c>. Read anew when the file has changed.</summary>
/// <remarks>Values have their declared types; undeclared, numbers are floats in JSON and text in CSV.</remarks>
internal sealed class FileLookup(ConnectorOptions options, ConnectorContext context) : ILookup
{
    private static readonly RowLayout s_wholeRow = new([], 0);

    private readonly FileSourceOptions _options = FileSourceOptions.Read(options, context);
    private readonly RowSchema _schema = context.Schema;
    private readonly Lock _gate = new();
    private RowIndex? _rows;
    private DateTime _written;

    // Reading a file that has changed takes a moment, but asking for its time on another thread would take longer every time.
    public bool AnswersAtOnce => true;

    public ValueTask ConnectAsync(CancellationToken cancellation)
    {
        Load();
        return default;
    }

    public ValueTask<IReadOnlyList<IReadOnlyList<SqlObject>>> FindAsync(
        ImmutableArray<string> keyColumns, IReadOnlyList<ImmutableArray<SqlValue>> keys, CancellationToken cancellation)
    {
        var rows = Load();
        IReadOnlyList<IReadOnlyList<SqlObject>> found = [.. keys.Select(key => rows.Find(keyColumns, key))];
        return ValueTask.FromResult(found);
    }

    public ValueTask DisposeAsync() => default;

    private RowIndex Load()
    {
        lock (_gate)
        {
            var written = File.GetLastWriteTimeUtc(_options.Path);
            if (_rows is null || written != _written)
                (_rows, _written) = (new RowIndex([.. Read()]), written);
            return _rows;
        }
    }

    private IEnumerable<SqlObject> Read()
    {
        var rows = new DecodedRows();
        if (_options.Type == FileType.Csv)
        {
            var mapper = new RowMapper(s_wholeRow, _schema, fromText: true);
            foreach (var row in CsvFile.ReadRows(_options.Path, _options))
                mapper.Map(row, 0, rows);
        }
        else
        {
            var decoder = new JsonRowDecoder(s_wholeRow, _schema);
            foreach (var element in JsonFile.ReadElements(FileContent.ReadAll(_options.Path, _options)))
                decoder.Decode(new SourceMessage(element), 0, rows);
        }

        return rows.Errors is [var error, ..]
            ? throw new IOException($"file '{_options.Path}': {error.Message}", error)
            : rows.Rows.Select(static row => row.Slots[0].AsObject());
    }
}
