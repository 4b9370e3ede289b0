using CompiledRules.Connectors;
using CompiledRules.Formats;
using CompiledRules.Formats.Payloads;
using CompiledRules.Hosting.Checkpoints;
using CompiledRules.Hosting.Output;
using CompiledRules.Hosting.Sharing;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Hosting;

/// <summary>Makes sources and sinks by name and runs rules between them. May be used from any thread.</summary>
/// <param name="context">The surroundings of every connector; its name and schema are replaced by those of each stream and rule.</param>
public sealed class RuleHost(ConnectorRegistry connectors, FormatRegistry formats, ConnectorContext context)
{
    private readonly SharedStreams _shared = new();

    /// <summary>The folder of what sinks with <c>enableCache</c> keep on disk; one host at a time may use it.</summary>
    public string CacheDirectory { get; init; } = Path.Combine(context.BaseDirectory, ".cr", "cache");

    /// <summary>Throws away what the sinks of a rule that is no more keep on disk.</summary>
    public void Forget(string rule)
    {
        if (Directory.Exists(CacheOf(rule)))
            Directory.Delete(CacheOf(rule), recursive: true);
    }

    /// <summary>Opens a rule's connectors and begins to run it, except that nothing comes in before <see cref="RunningRule.ConnectAsync"/>.</summary>
    /// <exception cref="OptionException">There is no such connector or format, or an option of it cannot be used; nothing is left open.</exception>
    public RunningRule Open(RuleSettings rule)
    {
        var sources = new List<StreamSource>();
        try
        {
            foreach (var (stream, input) in rule.Streams.Zip(rule.Program.Inputs))
                sources.Add(IsShared(stream, input, rule.Options) ? Share(stream, input) : Open(stream, input));
            var decoders = sources.ConvertAll(source => DecoderOf(source, rule.Program));

            // Last, since a sink has a writer of its own as soon as it is made.
            var sinks = rule.Sinks.Select((sink, index) => Open(sink, index, context with { Name = rule.Id, Output = rule.Output ?? context.Output }, rule.Options)).ToList();
            return new RunningRule(rule, [.. sources.Zip(decoders)], sinks, LookupsOf(rule.Lookups), context with { Name = rule.Id });
        }
        catch
        {
            foreach (var source in sources)
                source.Shared?.Leave();
            throw;
        }
    }

    /// <summary>Replaces the program of a running rule between two events, with its state where the new program can take it over.</summary>
    /// <param name="program">Reads the same streams and tables in the same order.</param>
    /// <param name="plan">As <see cref="RuleSettings.Plan"/>.</param>
    /// <exception cref="ArgumentException">It reads others: then the rule has to be opened anew.</exception>
    public Task<SwapResult> SwapAsync(RunningRule rule, IRuleProgram program, string plan = "")
    {
        if (!program.Inputs.Select(static input => input.Name).SequenceEqual(rule.Sources.Select(static source => source.Input.Name)))
            throw new ArgumentException($"Rule {rule.Id} reads other streams now; open it anew", nameof(program));

        var sources = rule.Sources.Zip(program.Inputs, static (source, input) => source with { Input = input });
        return rule.SwapAsync(program, plan, [.. sources.Select(source => (source, DecoderOf(source, program)))]);
    }

    /// <summary>Makes a stream's or table's connector and format and lets them go again.</summary>
    /// <exception cref="OptionException">There is no such connector or format, or an option of it cannot be used.</exception>
    public void Check(StreamSettings stream, bool isLookup)
    {
        if (isLookup)
            _ = (LookupCacheOptions.Read(stream), CreateLookup(stream));
        else
            _ = new InputDecoder(Open(stream, new RuleInput(stream.Name, new RowLayout([]), false)), formats, reusesRows: false);
    }

    /// <summary>Makes a sink's connector and output and lets them go again.</summary>
    /// <exception cref="OptionException">There is no such connector or format, or an option of it cannot be used.</exception>
    public void Check(SinkSettings sink) => _ = Open(sink, 0, context with { Name = sink.Name }, new RunningRuleOptions());

    private InputDecoder DecoderOf(StreamSource source, IRuleProgram program)
    {
        var reusesRows = !program.KeepsInputRows && !source.Input.IsTable;
        return source.Shared is { } reader
            ? new InputDecoder(source.Input.Layout.Width, reader.Stream.Want(source.Input.Layout), reusesRows)
            : new InputDecoder(source, formats, reusesRows);
    }

    // A rule that goes back in the stream goes back alone.
    private static bool IsShared(StreamSettings stream, RuleInput input, RunningRuleOptions run) =>
        !input.IsTable
        && run.Delivery == DeliveryGuarantee.AtMostOnce
        && new ConnectorOptions($"source {stream.Type}", stream.AllOptions()).GetBoolean("SHARED", false);

    private StreamSource Share(StreamSettings stream, RuleInput input)
    {
        StreamSource? opened = null;
        var reader = _shared.Add(stream, input.Layout, closed =>
        {
            var source = opened = Open(stream, input);
            return new SharedStream(
                source, layout => new InputDecoder(source with { Input = input with { Layout = layout } }, formats, reusesRows: false), context.Time, closed);
        });
        return (opened ?? reader.Stream.Source with { Input = input }) with { Shared = reader };
    }

    private StreamSource Open(StreamSettings stream, RuleInput input)
    {
        var all = stream.AllOptions().ToList();
        var connector = connectors.CreateSource(stream.Type, all, context with { Name = stream.Name, Schema = stream.Schema });
        var options = new ConnectorOptions($"source {stream.Type}", all);
        return new StreamSource(input, connector, options.GetString("FORMAT", "json"), options, stream.Schema)
        {
            Type = stream.Type,
            Unwrapping = UnwrappingOf(connector, options),
        };
    }

    private PayloadUnwrapping? UnwrappingOf(SourceConnector connector, ConnectorOptions options)
    {
        if (connector is SourceConnector.Messages { UnwrapsItself: true } or SourceConnector.Rows { UnwrapsItself: true })
            return null;

        // It is read also where there is nothing to unwrap, so that nobody believes what is not so.
        var unwrapping = PayloadUnwrapping.Read(options, context.AesKey);
        return unwrapping is null || connector is SourceConnector.Messages
            ? unwrapping
            : throw options.Error(options.Has("decryption") ? "decryption" : "decompression", "the source gives rows, not messages; leave it out");
    }

    // By itself, so that it holds nothing but the tables: a program must be free to go when it is replaced.
    private Func<LookupRequest, LookupTable> LookupsOf(IReadOnlyList<StreamSettings> lookups) => request => Open(lookups, request);

    private LookupTable Open(IEnumerable<StreamSettings> lookups, LookupRequest request)
    {
        var table = lookups.FirstOrDefault(table => table.Name == request.Table)
            ?? throw new ArgumentException($"The rule asks lookup table {request.Table}, whose settings are missing", nameof(lookups));
        var cache = LookupCacheOptions.Read(table);
        return new LookupTable(CreateLookup(table), request, table.Schema, cache.IsOn ? new LookupCache(cache, context.Time) : null);
    }

    private ILookup CreateLookup(StreamSettings table) => connectors.CreateLookup(
        table.Type, table.AllOptions().Where(static option => !LookupCacheOptions.IsOne(option.Key)), context with { Name = table.Name, Schema = table.Schema });

    // In two steps, so that every option of every sink is read before the first one connects.
    private Func<ISinkBackstop, SinkWriter> Open(SinkSettings sink, int index, ConnectorContext surroundings, RunningRuleOptions run)
    {
        var connector = connectors.CreateSink(sink.Type, sink.Options, surroundings);
        var output = SinkOutput.Create(connector, new ConnectorOptions($"sink {sink.Type}", sink.Options), formats, context);
        var place = new SinkPlace(sink.Name, $"{index}-{sink.Type}");
        return backstop => new SinkWriter(place, connector, output, OverflowOf(run), backstop, CacheOf(surroundings.Name, run), surroundings);
    }

    // Under exactly once the checkpoints hold what a sink cannot take.
    private string? CacheOf(string rule, RunningRuleOptions run) => run.Delivery == DeliveryGuarantee.ExactlyOnce ? null : CacheOf(rule);

    private string CacheOf(string rule) => Path.Combine(CacheDirectory, Uri.EscapeDataString(rule));

    private static SinkOverflow OverflowOf(RunningRuleOptions run) => run switch
    {
        { Delivery: > DeliveryGuarantee.AtMostOnce } => SinkOverflow.Wait,
        { Overflow: OverflowPolicy.DropOldest } => SinkOverflow.DropOldest,
        { Overflow: OverflowPolicy.DropNewest } => SinkOverflow.DropNewest,
        _ => SinkOverflow.WaitUnlessAway,
    };
}
