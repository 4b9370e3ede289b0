namespace CompiledRules.Server.Http;

/// <summary>The numbers by which clients of the API tell errors apart.</summary>
internal enum ErrorCode
{
    Undefined = 1000,
    General = 1001,
    NotFound = 1002,
    Io = 1003,
    SqlParse = 2001,
    Planning = 2101,
    Execution = 2201,
    Stream = 3000,
    Rule = 4000,
    ConfigurationKey = 5000,
}
