using System.Collections.Immutable;
using CompiledRules.Plugins;
using CompiledRules.State;

namespace CompiledRules.Compiler.Catalogs;

/// <summary>An asynchronous function of a plugin. Rules call it as they call functions of other processes: without holding up the rows behind.</summary>
internal sealed class AsyncFunction(FunctionDeclaration function) : IRemoteFunction
{
    private static readonly Surroundings s_surroundings = new();

    public string Name => function.Name;

    public ImmutableArray<RemoteParameter> Parameters { get; } = [.. function.Overloads[0].Parameters.Select(static parameter => new RemoteParameter(parameter.Name, TypeOf(parameter.Kind)))];

    public RemoteType Result { get; } = function.Overloads.All(overload => overload.Result == function.Overloads[0].Result) ? TypeOf(function.Overloads[0].Result) : RemoteType.Any;

    public bool IsDeterministic => function.Overloads.All(static overload => overload.IsDeterministic);

    public string? Check(ReadOnlySpan<SqlKind?> arguments)
    {
        string? problem = null;
        foreach (var overload in function.Overloads)
        {
            problem = Check(overload, arguments);
            if (problem is null)
                return null;
        }

        return problem;
    }

    public async ValueTask<RemoteResult> InvokeAsync(SqlArray arguments, CancellationToken cancellation)
    {
        try
        {
            return RemoteResult.From(await function.CallAsync!(s_surroundings, arguments.AsSpan(), cancellation).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (SqlException error)
        {
            return RemoteResult.Failed(error);
        }
#pragma warning disable CA1031 // Whatever a plugin throws is an error of the row.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return RemoteResult.Failed(new SqlException(error.Message));
        }
    }

    private static RemoteType TypeOf(SqlKind? kind) => kind is { } known ? RemoteType.Of(known) : RemoteType.Any;

    private static string? Check(OverloadDeclaration overload, ReadOnlySpan<SqlKind?> arguments)
    {
        var least = Math.Max(overload.MinArguments, overload.Parameters.Count(static parameter => !parameter.IsOptional));
        if (arguments.Length < least || arguments.Length > overload.Parameters.Length)
            return $"it takes {(least == overload.Parameters.Length ? $"{least}" : $"{least} to {overload.Parameters.Length}")} arguments, not {arguments.Length}";

        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is { } given && overload.Parameters[i] is { Kind: { } wanted } parameter && !Fits(given, wanted, parameter.Coercion))
                return $"argument {i + 1} is {SqlText.NameOf(given)}, expected {SqlText.NameOf(wanted)}";
        }

        return null;
    }

    private static bool Fits(SqlKind given, SqlKind wanted, Coercion coercion) =>
        given == wanted
        || given == SqlKind.Null
        || coercion == Coercion.Text
        || (given, wanted) is (SqlKind.Integer or SqlKind.Float, SqlKind.Integer or SqlKind.Float) or (SqlKind.Bytes, SqlKind.String)
        || (wanted == SqlKind.DateTime && given is SqlKind.Integer or SqlKind.Float or SqlKind.String);

    /// <summary>What conversions of arguments need. Which row a call belongs to is not known here, so the function itself cannot ask for its context.</summary>
    private sealed class Surroundings : FunctionContext
    {
        public override string RuleId => "";

        public override long RuleStart => 0;

        public override TimeProvider Time => TimeProvider.System;

        public override TimeZoneInfo Zone => TimeZoneInfo.Utc;

        public override long EventTime => Time.GetUtcNow().ToUnixTimeMilliseconds();

        public override SqlObject? Metadata => null;

        public override WindowRange? Window => null;

        public override IKeyedState KeyedState { get; } = new Runtime.Rules.KeyedState();

        public override IKeyedState State => KeyedState;
    }
}
