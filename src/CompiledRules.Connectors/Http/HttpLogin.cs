using CompiledRules.Formats.Templates;

namespace CompiledRules.Connectors.Http;

/// <summary>The option <c>oauth</c>: a request whose answer has tokens, and one that has them renewed.</summary>
/// <param name="Access">Asked first, and again where there is no <paramref name="Refresh"/>.</param>
/// <param name="Refresh">Its address, headers and body may name what the last answer had.</param>
/// <param name="Expire">Seconds until tokens are renewed, over the answer; null for never.</param>
internal sealed record HttpLogin(HttpLogin.Step Access, HttpLogin.Step? Refresh, GoTemplate? Expire)
{
    /// <exception cref="OptionException">The address is missing, or a template is malformed.</exception>
    public static HttpLogin? Read(ConnectorOptions options, TimeProvider time)
    {
        if (ReadObject(options, options.Has("oauth") ? "oauth" : "oAuth") is not { } login)
            return null;

        var access = ReadObject(login, "access") ?? throw login.Error("access", "it is required: the request for tokens, with url and body");
        var refresh = ReadObject(login, "refresh");
        var expire = access.GetStringOrNull("expire");
        var result = new HttpLogin(ReadStep(access, time), refresh is null ? null : ReadStep(refresh, time), expire is null ? null : Parse(access, "expire", expire, time));
        access.RejectUnknown();
        refresh?.RejectUnknown();
        login.RejectUnknown();
        return result;
    }

    // Its text may look like a template, since it holds some.
    private static ConnectorOptions? ReadObject(ConnectorOptions options, string name)
    {
        var value = options.GetObjectOrTemplate(name, "an object");
        if (value.IsString)
            value = SqlJson.Parse(value.AsString());
        return value.Kind == SqlKind.Object ? new ConnectorOptions($"{options.Connector}, {name}", value.AsObject()) : null;
    }

    private static Step ReadStep(ConnectorOptions step, TimeProvider time) => new(
        Parse(step, "url", step.RequireString("url", "the address to ask, such as http://host:8080/token"), time),
        Parse(step, "body", step.GetString("body", ""), time),
        [.. (step.GetObjectOrNull("headers") ?? SqlObject.Empty).Select(header => KeyValuePair.Create(header.Key, Parse(step, "headers", SqlText.ToText(header.Value), time)))]);

    private static GoTemplate Parse(ConnectorOptions step, string name, string text, TimeProvider time)
    {
        try
        {
            return GoTemplate.Parse(text, time);
        }
        catch (TemplateException exception)
        {
            throw step.Error(name, exception.Message);
        }
    }

    internal sealed record Step(GoTemplate Url, GoTemplate Body, IReadOnlyList<KeyValuePair<string, GoTemplate>> Headers);
}
