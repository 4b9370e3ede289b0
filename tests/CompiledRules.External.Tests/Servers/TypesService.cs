using CompiledRules.External.Tests.Protos;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CompiledRules.External.Tests.Servers;

/// <summary>The service of <c>types.proto</c> in Google's own code.</summary>
internal sealed class TypesService(ServiceLog log) : Types.TypesBase
{
    public override Task<Everything> Echo(Everything request, ServerCallContext context) => ReplyAsync(request, context);

    public override Task<WellKnown> EchoWellKnown(WellKnown request, ServerCallContext context) => ReplyAsync(request, context);

    public override Task<StringValue> Join(Pair request, ServerCallContext context) => ReplyAsync(new StringValue { Value = request.Left + request.Right }, context);

    public override Task<StringValue> Upper(StringValue request, ServerCallContext context) => ReplyAsync(new StringValue { Value = request.Value.ToUpperInvariant() }, context);

    public override Task<Empty> Nothing(Empty request, ServerCallContext context) => ReplyAsync(request, context);

    public override Task<Pair> Ask(StringValue request, ServerCallContext context) => ReplyAsync(new Pair { Left = request.Value, Right = request.Value.Length }, context);

    public override async Task Count(Pair request, IServerStreamWriter<Pair> responses, ServerCallContext context)
    {
        await EnterAsync(context);
        for (var i = 0; i < request.Right; i++)
            await responses.WriteAsync(new Pair { Left = request.Left, Right = i });
    }

    public override async Task EchoMany(IAsyncStreamReader<Pair> requests, IServerStreamWriter<Pair> responses, ServerCallContext context)
    {
        await EnterAsync(context);
        await foreach (var request in requests.ReadAllAsync())
            await responses.WriteAsync(new Pair { Left = request.Left + "!", Right = request.Right });
    }

    private async Task<T> ReplyAsync<T>(T reply, ServerCallContext context)
    {
        await EnterAsync(context);
        return reply;
    }

    private async Task EnterAsync(ServerCallContext context)
    {
        var headers = context.RequestHeaders.Where(static header => !header.IsBinary).Select(static header => KeyValuePair.Create(header.Key, header.Value));
        log.Enter(context.Deadline == DateTime.MaxValue ? headers : headers.Append(KeyValuePair.Create("deadline", "set")));
        await log.Gate.Task.WaitAsync(context.CancellationToken);
        if (log.Statuses.TryDequeue(out var status) && status != 0)
            throw new RpcException(new Status((StatusCode)status, "as ordered"));
    }
}
