using static CompiledRules.Sql.Diagnostics.SqlSeverity;

namespace CompiledRules.Sql.Diagnostics;

/// <summary>Every diagnostic there is: CR1xxx lexer and parser, CR2xxx names and types, CR3xxx planning, CR4xxx not supported.</summary>
public static partial class SqlDiagnostics
{
    // CR10xx: words, signs and the shape of statements
    public static readonly SqlDiagnosticDescriptor UnexpectedToken = new("CR1001", Error, "Found {0}, expected {1}");
    public static readonly SqlDiagnosticDescriptor UnexpectedCharacters = new("CR1002", Error, "Found '{0}', which is no part of SQL");
    public static readonly SqlDiagnosticDescriptor UnterminatedString = new(
        "CR1003", Error, "Found a string without its closing {0}", "a string ends on the line it begins; write \\n for a line break");
    public static readonly SqlDiagnosticDescriptor InvalidEscape = new(
        "CR1004", Error, "Found '{0}' in a string, expected an escape such as \\n, \\t, \\\\ or \\u00e9", "write \\\\ for a backslash");
    public static readonly SqlDiagnosticDescriptor UnterminatedComment = new("CR1005", Error, "Found a comment without its closing */");
    public static readonly SqlDiagnosticDescriptor InvalidNumber = new("CR1006", Error, "Found the number {0}, expected digits with at most one decimal point");
    public static readonly SqlDiagnosticDescriptor UnderscoredName = new(
        "CR1007", Error, "Found the name '{0}', expected a letter at its start", "write the name in backquotes");
    public static readonly SqlDiagnosticDescriptor ReservedWord = new("CR1008", Error, "Found the reserved word {0}, expected {1}");
    public static readonly SqlDiagnosticDescriptor TooDeep = new(
        "CR1009", Error, "Found an expression nested deeper than {0} levels", "compute parts of it as columns with an alias");

    // CR11xx: expressions
    public static readonly SqlDiagnosticDescriptor EmptyInList = new("CR1101", Error, "Found (), expected at least one value for IN");
    public static readonly SqlDiagnosticDescriptor CaseCondition = new(
        "CR1102", Error, "Found {0} after WHEN, expected a condition", "write CASE value WHEN … to compare a value");
    public static readonly SqlDiagnosticDescriptor SubqueryInExpression = new(
        "CR1103", Error, "Found SELECT in an expression, expected a value", "a sub-query stands in FROM");

    // CR12xx: clauses of SELECT
    public static readonly SqlDiagnosticDescriptor CrossJoinCondition = new(
        "CR1201", Error, "Found ON after CROSS JOIN, which pairs every row with every other", "write INNER JOIN");
    public static readonly SqlDiagnosticDescriptor OrderByLiteral = new(
        "CR1202", Error, "Found {0}, expected a column or an expression to order by", "name the column, positions are not known");
    public static readonly SqlDiagnosticDescriptor UnionBranchOrder = new(
        "CR1203", Error, "Found {0} before UNION ALL, expected it after the last SELECT");
    public static readonly SqlDiagnosticDescriptor OldJoin = new("CR1204", Error, "Found {0}, expected {1}");

    // CR13xx: windows
    public static readonly SqlDiagnosticDescriptor WindowArgumentCount = new("CR1301", Error, "Found {0} arguments, expected {1}");
    public static readonly SqlDiagnosticDescriptor WindowUnit = new(
        "CR1302", Error, "Found {0} as the unit of a window, expected DD, HH, MI, SS or MS");
    public static readonly SqlDiagnosticDescriptor WindowNumber = new("CR1303", Error, "Found {0} as the {1} of a window, expected a whole number {2}");
    public static readonly SqlDiagnosticDescriptor CountWindowInterval = new(
        "CR1304", Error, "Found the interval {0}, expected at most the window's length of {1}");
    public static readonly SqlDiagnosticDescriptor WindowOutsideGroupBy = new(
        "CR1305", Error, "Found {0} outside GROUP BY", "a window is an entry of GROUP BY");

    // CR14xx: definitions
    public static readonly SqlDiagnosticDescriptor UnknownType = new(
        "CR1401", Error, "Found {0}, expected a type: BIGINT, FLOAT, STRING, DATETIME, BOOLEAN, BYTEA, ARRAY or STRUCT");
    public static readonly SqlDiagnosticDescriptor DefaultOfType = new(
        "CR1402", Error, "Found DEFAULT for {0}, expected it only for BIGINT, FLOAT, STRING or BOOLEAN");
    public static readonly SqlDiagnosticDescriptor DefaultValue = new("CR1403", Error, "Found {0} as a default, expected a value of type {1}");
    public static readonly SqlDiagnosticDescriptor UnknownOption = new("CR1404", Error, "Found the option {0}, expected one of {1}");
    public static readonly SqlDiagnosticDescriptor OptionValue = new("CR1405", Error, "Found {0} as the value of {1}, expected {2}");
    public static readonly SqlDiagnosticDescriptor LookupKey = new("CR1406", Error, "Found a memory lookup table without KEY, expected the name of its key column");
    public static readonly SqlDiagnosticDescriptor BinaryFields = new(
        "CR1407", Error, "Found {0} in a definition of format binary, expected at most one column, of type BYTEA");
    public static readonly SqlDiagnosticDescriptor BinaryTable = new("CR1408", Error, "Found format binary, expected a format with columns for a table");
}
