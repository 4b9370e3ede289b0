using AdHocSql;

string[] examples =
[
    "SELECT room, temperature * 1.8 + 32 AS fahrenheit FROM readings WHERE temperature > 30",
    "SELECT room, temperature - lag(temperature) OVER (PARTITION BY room) AS change FROM readings WHERE room = 'lab'",
    "SELECT room, count(*) AS n, max(temperature) AS hottest FROM readings GROUP BY room, TUMBLINGWINDOW(ss, 4)",
    "SELECT rom FROM readings",
];

var statements = args switch
{
    [] => examples,
    ["-"] => ReadLines(),
    _ => [string.Join(' ', args)],
};

foreach (var sql in statements)
{
    Console.WriteLine($"> {sql}");
    Query.Run(sql, Console.Out);
}

static IEnumerable<string> ReadLines()
{
    while (Console.ReadLine() is { } line)
        yield return line;
}
