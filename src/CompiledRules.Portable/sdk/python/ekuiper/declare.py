"""Plain functions as functions of SQL. Type hints become declared types."""
import datetime
import inspect
import typing

from .api import Function

SQL_TYPES = {
    bool: "boolean",
    int: "bigint",
    float: "float",
    str: "string",
    bytes: "bytea",
    datetime.datetime: "datetime",
    list: "array",
    tuple: "array",
    dict: "struct",
}


def sql_type(hint):
    """The SQL type of a hint; ``any`` for what has none."""
    if hint is None or hint is type(None):
        return "any"
    origin = typing.get_origin(hint)
    if origin is typing.Union:
        options = [option for option in typing.get_args(hint) if option is not type(None)]
        return sql_type(options[0]) if len(options) == 1 else "any"
    return SQL_TYPES.get(origin or hint, "any")


class Declared(Function):
    """A plain function together with what is declared about it. Calling it calls the function."""

    def __init__(self, body, kind, retry):
        hints = typing.get_type_hints(body)
        parameters = list(inspect.signature(body).parameters.values())
        # A first parameter named ctx is given the context and is no argument of SQL.
        self.takes_context = bool(parameters) and parameters[0].name == "ctx"
        if self.takes_context:
            parameters = parameters[1:]
        self.body = body
        self.kind = kind
        self.retry = retry
        self.is_variadic = any(parameter.kind is inspect.Parameter.VAR_POSITIONAL for parameter in parameters)
        self.least = sum(1 for parameter in parameters if parameter.default is inspect.Parameter.empty and parameter.kind is not inspect.Parameter.VAR_POSITIONAL)
        self.parameters = [element(hints.get(parameter.name), kind) for parameter in parameters]
        self.returns = element(hints.get("return"), "batch" if kind == "batch" else "scalar")
        self.__doc__ = body.__doc__

    def __call__(self, *args):
        return self.body(*args)

    def describe(self):
        described = {"returns": self.returns, "aggregate": self.kind == "aggregate"}
        if not self.is_variadic and self.least == len(self.parameters):
            described["args"] = self.parameters
        if self.retry is not None:
            described["retry"] = self.retry
        return described

    def validate(self, args):
        found, most = len(args), len(self.parameters)
        if found < self.least or (found > most and not self.is_variadic):
            return f"Expect {most} arguments but found {found}."
        return ""

    def exec(self, args, ctx):
        if self.kind == "batch":
            columns = [[arg] for arg in args]
            return (self.body(ctx, *columns) if self.takes_context else self.body(*columns))[0]
        return self.body(ctx, *args) if self.takes_context else self.body(*args)

    def is_aggregate(self):
        return self.kind == "aggregate"


def element(hint, kind):
    """The SQL type of an argument; the hints of a batch function speak of lists of them, and so do those of an aggregate."""
    if kind == "scalar":
        return sql_type(hint)
    if kind == "aggregate":
        return "any"
    items = typing.get_args(hint)
    return sql_type(items[0]) if items else "any"


def decorator(kind, body, retry):
    if body is None:
        return lambda given: Declared(given, kind, retry)
    return Declared(body, kind, retry)


def scalar(body=None, *, retry=None):
    """One row in, one value out. ``retry=False`` for a function that must not be called twice for a row."""
    return decorator("scalar", body, retry)


def batch(body=None, *, retry=None):
    """A list per argument in, a list of results of the same length out."""
    return decorator("batch", body, retry)


def aggregate(body=None, *, retry=None):
    """The list of a group's values per argument in, one value out."""
    return decorator("aggregate", body, retry)
