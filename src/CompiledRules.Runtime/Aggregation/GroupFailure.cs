using CompiledRules.Runtime.Rules;
using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>Why a window has no groups.</summary>
/// <param name="Place">The part of the SQL that failed.</param>
internal sealed record GroupFailure(Exception Exception, int Place)
{
    public void Report(RuleContext context)
    {
        context.Place = Place;
        context.Report(Exception, null);
    }

    /// <summary>A failure is saved as its message: what it was made of belongs to the process.</summary>
    public static void Save(IStateWriter writer, GroupFailure? failure)
    {
        writer.Write(failure?.Exception.Message);
        writer.Write((long)(failure?.Place ?? 0));
    }

    public static GroupFailure? Load(IStateReader reader)
    {
        var message = reader.ReadString();
        var place = (int)reader.ReadInteger();
        return message is null ? null : new GroupFailure(new SqlException(message), place);
    }
}
