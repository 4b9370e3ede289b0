using ExternalFunctions;

await using var plant = await PlantHost.StartAsync(grpcPort: 50051, restPort: 50052, rpcPort: 50053);
Console.WriteLine("Serving gRPC on 50051, REST on 50052, msgpack-rpc on 50053. Ctrl-C ends.");

var stopped = new TaskCompletionSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stopped.TrySetResult();
};
await stopped.Task;
