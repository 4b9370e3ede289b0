using CompiledRules.Connectors.Timing;

namespace CompiledRules.Connectors.Simulator;

/// <summary>Rows from configuration, one at each interval: <c>TYPE="simulator", data="[{""a"": 1}]", interval="1s", loop="true"</c>.</summary>
/// <remarks><c>data</c> is an array of objects, or its JSON text. <c>interval</c> 0 gives the rows as fast as they are taken. Without <c>loop</c> the stream ends with the data.</remarks>
public sealed class SimulatorSource : ISource<SourceRow>
{
    private readonly SqlObject[] _rows;
    private readonly PlaybackPlan _plan;
    private readonly TimeProvider _time;

    /// <exception cref="OptionException">There is no data, or it is no array of objects.</exception>
    public SimulatorSource(ConnectorOptions options, ConnectorContext context)
    {
        _rows = ReadRows(options);
        _plan = new PlaybackPlan(options.GetDuration("interval", TimeSpan.FromSeconds(1)), options.GetBoolean("loop", true) ? TimeSpan.Zero : null);
        _time = context.Time;
    }

    public IDisposable Subscribe(IObserver<SourceRow> observer) =>
        Playback<SourceRow>.Start(observer, () => _rows.Select(static row => new SourceRow(row)), _plan, _time);

    private static SqlObject[] ReadRows(ConnectorOptions options)
    {
        const string Expected = "an array of objects such as [{\"temperature\": 21.5}]";
        var text = options.RequireArrayOrText("data", $"the rows to give, {Expected}");
        var rows = text.Select(row => row.Kind == SqlKind.Object ? row.AsObject() : throw options.Error("data", $"found {SqlText.Describe(row)} among the rows; expected {Expected}")).ToArray();
        return rows.Length > 0 ? rows : throw options.Error("data", $"found no rows; expected {Expected}");
    }
}
