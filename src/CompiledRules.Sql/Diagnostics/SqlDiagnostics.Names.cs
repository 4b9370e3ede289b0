using static CompiledRules.Sql.Diagnostics.SqlSeverity;

namespace CompiledRules.Sql.Diagnostics;

public static partial class SqlDiagnostics
{
    // CR2xxx: names and types
    public static readonly SqlDiagnosticDescriptor UnknownField = new("CR2001", Error, "Stream '{0}' has no field '{1}'");
    public static readonly SqlDiagnosticDescriptor UnknownColumn = new("CR2002", Error, "Unknown field '{0}': no source of the statement has it");
    public static readonly SqlDiagnosticDescriptor OperatorNotApplicable = new("CR2003", Error, "Operator '{0}' does not apply to {1} and {2}");
    public static readonly SqlDiagnosticDescriptor AmbiguousField = new("CR2004", Error, "Ambiguous field '{0}': {1} have it", "write source.field");
    public static readonly SqlDiagnosticDescriptor UnknownStream = new("CR2005", Error, "Stream '{0}' is not defined");
    public static readonly SqlDiagnosticDescriptor UnknownQualifier = new("CR2006", Error, "'{0}' is neither a source of the statement nor a field");
    public static readonly SqlDiagnosticDescriptor DuplicateSource = new("CR2007", Error, "Two sources are named '{0}'", "give one of them an alias: FROM s AS a");
    public static readonly SqlDiagnosticDescriptor UnknownFunction = new("CR2008", Error, "Function '{0}' not found");
    public static readonly SqlDiagnosticDescriptor ArgumentCount = new("CR2009", Error, "Function '{0}' takes {1}, found {2}");
    public static readonly SqlDiagnosticDescriptor ArgumentType = new("CR2010", Error, "Argument {0} of '{1}' must be {2}, found {3}");
    public static readonly SqlDiagnosticDescriptor ArgumentNotLiteral = new("CR2011", Error, "Argument {0} of '{1}' must be a {2} literal");
    public static readonly SqlDiagnosticDescriptor NoOverload = new("CR2012", Error, "Function '{0}' does not take ({1})");
    public static readonly SqlDiagnosticDescriptor CycledAlias = new("CR2013", Error, "Select fields have cycled alias: {0}");
    public static readonly SqlDiagnosticDescriptor DuplicateAlias = new("CR2014", Error, "Duplicate alias '{0}'");
    public static readonly SqlDiagnosticDescriptor DuplicateColumn = new("CR2015", Error, "Duplicate field definition '{0}' in the output", "give one of them an alias");
    public static readonly SqlDiagnosticDescriptor UnaryNotApplicable = new("CR2016", Error, "Operator '{0}' does not apply to {1}");
    public static readonly SqlDiagnosticDescriptor NotCondition = new("CR2017", Error, "{0} needs a condition, found {1}");
    public static readonly SqlDiagnosticDescriptor MemberOfScalar = new("CR2018", Error, "{0} has no fields, so '{1}' cannot be taken from it");
    public static readonly SqlDiagnosticDescriptor UnknownMember = new("CR2019", Warning, "{0} has no field '{1}', so this is always null");
    public static readonly SqlDiagnosticDescriptor NotIndexable = new("CR2020", Error, "Only an array can be indexed, found {0}");
    public static readonly SqlDiagnosticDescriptor IndexNotNumber = new("CR2021", Error, "An index must be a number, found {0}");
    public static readonly SqlDiagnosticDescriptor SliceBounds = new("CR2022", Error, "Slice start {0} is not before its end {1}");
    public static readonly SqlDiagnosticDescriptor InNotArray = new("CR2023", Error, "IN needs a list in parentheses or an array, found {0}");
    public static readonly SqlDiagnosticDescriptor LikeNotString = new("CR2024", Error, "LIKE compares strings, found {0}");
    public static readonly SqlDiagnosticDescriptor MisplacedWildcard = new("CR2025", Error, "'*' stands alone in SELECT or as an argument, not here");
    public static readonly SqlDiagnosticDescriptor OverNotAllowed = new("CR2026", Error, "OVER follows an analytic function or row_number(), not '{0}'");
    public static readonly SqlDiagnosticDescriptor MetaReference = new("CR2027", Error, "'{0}' takes the name of a metadata key, as in {0}(topic)");
    public static readonly SqlDiagnosticDescriptor UnknownExcept = new("CR2028", Warning, "EXCEPT names '{0}', which no source has");
    public static readonly SqlDiagnosticDescriptor WhenNotCondition = new("CR2029", Error, "WHEN needs a condition, found {0}");
    public static readonly SqlDiagnosticDescriptor DuplicateDefinition = new("CR2030", Error, "'{0}' is defined already");
    public static readonly SqlDiagnosticDescriptor ArgumentUnit = new("CR2031", Error, "Function '{0}' takes its arguments in groups of {1}, found {2}");
    public static readonly SqlDiagnosticDescriptor ArgumentValue = new("CR2032", Error, "Argument {0} of '{1}' must be {2}, found {3}");
    public static readonly SqlDiagnosticDescriptor ComparedWithNull = new("CR2033", Warning, "Nothing is {0} NULL: the comparison is always false", "write IS NULL or IS NOT NULL");
    public static readonly SqlDiagnosticDescriptor RemoteCall = new("CR2034", Error, "Function '{0}' refuses this call: {1}");
}
