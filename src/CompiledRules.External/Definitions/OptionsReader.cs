using System.Globalization;
using System.Text.Json;

namespace CompiledRules.External.Definitions;

/// <summary><c>options</c> of an interface or function → options. What is not set stays as it was.</summary>
internal sealed class OptionsReader(string file, ICollection<ServiceProblem> problems)
{
    public ConnectionOptions ReadConnection(JsonText? options)
    {
        if (options is null)
            return ConnectionOptions.Default;

        var tls = options["tls"];
        return new ConnectionOptions
        {
            Headers = [.. Entries(options["headers"]), .. Entries(options["metadata"])],
            UsesTls = tls is not null,
            InsecureSkipVerify = Flag(options["insecureSkipVerify"] ?? tls?["insecureSkipVerify"], false),
            CertificateAuthorityFile = FileName(tls?["caFile"]),
            CertificateFile = FileName(tls?["certFile"]),
            KeyFile = FileName(tls?["keyFile"]),
            BearerToken = options["bearerToken"] is { } token ? Secret(token) : null,
            OAuth = options["oauth2"] is { } oauth ? OAuth(oauth) : null,
            KeepAlive = options["keepAlive"]?["interval"] is { } interval ? Duration(interval, TimeSpan.Zero) : null,
            KeepAliveTimeout = Duration(options["keepAlive"]?["timeout"], ConnectionOptions.Default.KeepAliveTimeout),
            Proxy = options["proxy"] is { } proxy ? Address(proxy) : null,
            ConnectTimeout = Duration(options["connectTimeout"], ConnectionOptions.Default.ConnectTimeout),
        };
    }

    public CallOptions ReadCall(JsonText? options, CallOptions basis)
    {
        if (options is null)
            return basis;

        var isDeterministic = Flag(options["deterministic"], basis.IsDeterministic);
        return new CallOptions
        {
            Timeout = Duration(options["timeout"], basis.Timeout),
            Deadline = options["deadline"] is { } deadline ? Duration(deadline, TimeSpan.Zero) : basis.Deadline,
            RetryCount = Count(options["retryCount"], basis.RetryCount),
            RetryInterval = Duration(options["retryInterval"], basis.RetryInterval),
            RetryBackoff = Flag(options["retryBackoff"], basis.RetryBackoff),
            RetryBusy = Flag(options["retryBusy"], basis.RetryBusy),
            Breaker = options["breaker"] is { } breaker ? Breaker(breaker) : basis.Breaker,
            MaxConcurrency = Count(options["maxConcurrency"], basis.MaxConcurrency),
            IsDeterministic = isDeterministic,
            Coalesce = Flag(options["coalesce"], basis.Coalesce || isDeterministic),
            Cache = options["cache"] is { } cache ? Cache(cache, isDeterministic) : basis.Cache,
            OnError = options["onError"] is { } policy ? Policy(policy) : basis.OnError,
            Batch = options["batch"] is { } batch ? new BatchOptions(AtLeast(batch["size"], 1, 64)) : basis.Batch,
        };
    }

    private BreakerOptions Breaker(JsonText breaker)
    {
        var shortest = TimeSpan.FromMilliseconds(500);
        var ratio = breaker["failureRatio"] is { } text && double.TryParse(text.Text, CultureInfo.InvariantCulture, out var number) ? number : 0.5;
        if (ratio is <= 0 or > 1)
            Report(breaker["failureRatio"]!, $"failureRatio is {ratio}", "Give a share of failed calls above 0 and at most 1, such as 0.5");
        return new BreakerOptions(
            ratio is <= 0 or > 1 ? 0.5 : ratio,
            AtLeast(breaker["minimumCalls"], 2, 10),
            DurationAtLeast(breaker["sampling"], shortest, TimeSpan.FromSeconds(10)),
            DurationAtLeast(breaker["break"], shortest, TimeSpan.FromSeconds(5)));
    }

    private CacheOptions Cache(JsonText cache, bool isDeterministic)
    {
        if (!isDeterministic)
            Report(cache, "A function that is not deterministic has a cache", "Add \"deterministic\": true if equal arguments give an equal result, or remove the cache");
        return new CacheOptions(Duration(cache["ttl"], TimeSpan.FromMinutes(1)), AtLeast(cache["capacity"], 1, 1000));
    }

    private ErrorPolicy Policy(JsonText policy)
    {
        switch (policy.Text.ToUpperInvariant())
        {
            case "FAIL":
                return ErrorPolicy.Fail;
            case "NULL":
                return ErrorPolicy.Null;
            case "SKIP":
                return ErrorPolicy.Skip;
            case "DEADLETTER":
                return ErrorPolicy.DeadLetter;
            default:
                Report(policy, $"onError is '{policy.Text}'", "Give fail, null, skip or deadLetter");
                return ErrorPolicy.Fail;
        }
    }

    private OAuthOptions? OAuth(JsonText oauth)
    {
        if (oauth["tokenUrl"] is not { } address || oauth["clientId"] is not { } id || oauth["clientSecret"] is not { } secret)
        {
            Report(oauth, "oauth2 is incomplete", "Give tokenUrl, clientId and clientSecret, the secret as \"${env:NAME}\" or \"${file:path}\"");
            return null;
        }

        return Address(address) is { } uri && Secret(id) is { } clientId && Secret(secret) is { } clientSecret
            ? new OAuthOptions(uri, clientId, clientSecret, oauth["scope"]?.Text ?? "", oauth["audience"]?.Text ?? "")
            : null;
    }

    private IEnumerable<KeyValuePair<string, SecretText>> Entries(JsonText? map)
    {
        foreach (var (name, value) in map?.Members ?? [])
        {
            if (Secret(value) is { } text)
                yield return KeyValuePair.Create(name, text);
        }
    }

    private SecretText? Secret(JsonText text)
    {
        var secret = SecretText.TryRead(text.Text, out var missing);
        if (secret is null)
            Report(text, $"'${{{missing}}}' is not there", "Set the environment variable or create the file before the service is loaded");
        return secret;
    }

    private string? FileName(JsonText? name)
    {
        if (name is null || File.Exists(name.Text))
            return name?.Text;

        Report(name, $"The file '{name.Text}' does not exist", "Give the path of a PEM file");
        return null;
    }

    private Uri? Address(JsonText text)
    {
        if (Uri.TryCreate(text.Text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return address;

        Report(text, $"'{text.Text}' is not an HTTP address", "Give http://host:port or https://host:port");
        return null;
    }

    private bool Flag(JsonText? value, bool otherwise)
    {
        if (value is null)
            return otherwise;
        if (value.Kind is not (JsonValueKind.True or JsonValueKind.False))
            Report(value, $"'{value.Text}' is not a boolean", "Give true or false");
        return value.Kind == JsonValueKind.True;
    }

    private int Count(JsonText? value, int otherwise) => AtLeast(value, 0, otherwise);

    private int AtLeast(JsonText? value, int least, int otherwise)
    {
        if (value is null)
            return otherwise;
        if (int.TryParse(value.Text, CultureInfo.InvariantCulture, out var number) && number >= least)
            return number;

        Report(value, $"'{value.Text}' is not a number of at least {least}", $"Give an integer from {least} up");
        return otherwise;
    }

    private TimeSpan Duration(JsonText? value, TimeSpan otherwise) => DurationAtLeast(value, TimeSpan.FromMilliseconds(1), otherwise);

    private TimeSpan DurationAtLeast(JsonText? value, TimeSpan least, TimeSpan otherwise)
    {
        if (value is null)
            return otherwise;
        var isNumber = long.TryParse(value.Text, CultureInfo.InvariantCulture, out var milliseconds);
        var duration = isNumber ? TimeSpan.FromMilliseconds(milliseconds) : TimeSpan.MinValue;
        if ((isNumber || GoDuration.TryParse(value.Text, out duration)) && duration >= least)
            return duration;

        Report(value, $"'{value.Text}' is not a duration of at least {least.TotalMilliseconds} ms", "Give a duration such as \"500ms\", \"5s\" or \"1m30s\", or milliseconds as a number");
        return otherwise;
    }

    private void Report(JsonText at, string message, string remedy) => problems.Add(new ServiceProblem(file, at.Line, message, remedy));
}
