using Grpc.Core;

namespace ExternalFunctions;

internal sealed class ClassifierService : Classifier.ClassifierBase
{
    public override Task<Condition> Classify(Measurement request, ServerCallContext context)
    {
        var score = Math.Min(1, (Math.Max(0, request.Temperature - 60) / 40) + (request.Vibration / 10));
        return Task.FromResult(new Condition { Label = score > 0.5 ? "worn" : "good", Score = score });
    }
}
