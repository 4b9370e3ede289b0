using System.Globalization;
using System.Text.RegularExpressions;

namespace CompiledRules.Cli.Queries;

/// <summary>Rows whose fields are text, with numbers where the text is one: a query over a CSV file has no declared columns to say so.</summary>
/// <remarks>What would not be written back as it stands, such as <c>007</c>, stays text.</remarks>
internal sealed partial class NumbersOfText(ISource<SourceRow> rows) : ISource<SourceRow>
{
    public IDisposable Subscribe(IObserver<SourceRow> observer) => rows.Subscribe(new Reader(observer));

    private static SqlValue Read(SqlValue field)
    {
        if (!field.IsString)
            return field;

        var text = field.AsString();
        if (!Number().IsMatch(text))
            return field;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            ? integer
            : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    private sealed class Reader(IObserver<SourceRow> observer) : IObserver<SourceRow>
    {
        public void OnNext(SourceRow value) => observer.OnNext(value with { Fields = SqlObject.From(value.Fields.Select(static field => KeyValuePair.Create(field.Key, Read(field.Value)))) });

        public void OnError(Exception error) => observer.OnError(error);

        public void OnCompleted() => observer.OnCompleted();
    }
}
