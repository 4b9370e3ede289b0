using static CompiledRules.Sql.Diagnostics.SqlSeverity;

namespace CompiledRules.Sql.Diagnostics;

public static partial class SqlDiagnostics
{
    // CR25xx: output rows of a C# type
    public static readonly SqlDiagnosticDescriptor NoMemberForColumn =
        new("CR2501", Error, "Type '{0}' has no member for column '{1}'", "Give the column the name of a member with AS, or add the member");

    public static readonly SqlDiagnosticDescriptor NoColumnForMember =
        new("CR2502", Error, "The constructor of '{0}' needs '{1}', which the statement does not select", "Select a column of that name");

    public static readonly SqlDiagnosticDescriptor ColumnDoesNotFitMember =
        new("CR2503", Error, "Column '{0}' is {1} and does not fit member '{2}.{3}'", "Convert it with CAST, or change the member's type");

    public static readonly SqlDiagnosticDescriptor NeedsRowsOfSlots =
        new("CR2505", Error, "{0} cannot make rows of '{1}'", "Compile the statement for rows of slots");

    public static readonly SqlDiagnosticDescriptor WildcardNeedsColumns =
        new("CR2504", Error, "'*' of a stream without declared columns cannot make rows of '{0}'", "Name the columns, or declare them");
}
