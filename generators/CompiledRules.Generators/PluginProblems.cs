using CompiledRules.Sql.Diagnostics;
using static CompiledRules.Sql.Diagnostics.SqlSeverity;

namespace CompiledRules.Generators;

/// <summary>What can be wrong with a member that is marked for SQL: CR50xx.</summary>
internal static class PluginProblems
{
    public static readonly SqlDiagnosticDescriptor UnsupportedType = new(
        "CR5001", Error, "{0} is of type {1}, which SQL has no type for", "use bool, long, double, string, byte[], SqlTime, SqlArray, SqlObject or SqlValue, or the nullable form of one");
    public static readonly SqlDiagnosticDescriptor DuplicateName = new("CR5002", Error, "{0} '{1}' is declared twice with the same arguments", "give one of them another name");
    public static readonly SqlDiagnosticDescriptor NoConstructor = new(
        "CR5003", Error, "Connector {0} cannot be made: it has no public constructor without parameters or with a ConnectorContext", "add one");
    public static readonly SqlDiagnosticDescriptor NotStatic = new("CR5004", Error, "Function {0} is not static", "add the modifier: a function keeps its state in an [SqlAnalytic] struct or in FunctionContext.State");
    public static readonly SqlDiagnosticDescriptor NotPublic = new("CR5005", Warning, "{0} is not public, so only rules that are built with this project can use it", "make it and the types around it public");
    public static readonly SqlDiagnosticDescriptor Generic = new("CR5006", Error, "{0} is generic or stands in a generic type, which a member for SQL cannot", "declare one per type");
    public static readonly SqlDiagnosticDescriptor MissingContract = new("CR5007", Error, "{0} does not implement {1}, which its attribute promises");
    public static readonly SqlDiagnosticDescriptor UnsupportedOption = new(
        "CR5008", Error, "Option {0} is of type {1}; expected string, bool, int, long, double, TimeSpan, an enum, IReadOnlyList<string>, SqlObject or SqlArray", "change it, or mark it [SqlOption(IsIgnored = true)]");
    public static readonly SqlDiagnosticDescriptor NoNext = new("CR5009", Error, "{0} has no public method {1}, which rules would call for each row");
    public static readonly SqlDiagnosticDescriptor BadName = new("CR5010", Error, "'{0}' is no name in SQL", "use letters, digits and underscores, beginning with a letter");
    public static readonly SqlDiagnosticDescriptor NoColumns = new(
        "CR5011", Error, "Rows of type {0} have no public property that SQL has a type for", "add one of type bool, a whole number, double, string, byte[], DateTimeOffset, SqlValue, SqlArray or SqlObject");
    public static readonly SqlDiagnosticDescriptor MixedForms = new("CR5012", Error, "Function '{0}' is declared in different forms, such as scalar and aggregate, or with and without waiting", "give each form a name of its own");
    public static readonly SqlDiagnosticDescriptor AbstractConnector = new("CR5013", Error, "Connector {0} is abstract, so none can be made", "mark the classes that derive from it");
    public static readonly SqlDiagnosticDescriptor ReservedOption = new("CR5014", Error, "Option {0} has the name of an option that every stream or sink has", "give it another name");
    public static readonly SqlDiagnosticDescriptor LateContext = new(
        "CR5016", Error, "Function {0} is asynchronous and takes a FunctionContext, which belongs to the row in hand, and that has moved on", "pass what it needs as arguments");
    public static readonly SqlDiagnosticDescriptor LateSpan = new("CR5015", Error, "Function {0} is asynchronous and takes a span, which is gone before it ends", "take a SqlArray");
}
