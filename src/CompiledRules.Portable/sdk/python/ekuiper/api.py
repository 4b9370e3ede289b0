"""What a plugin implements, and what it is given."""
import logging
from abc import ABC, abstractmethod


class Context(ABC):
    """Where a symbol runs."""

    @abstractmethod
    def get_rule_id(self) -> str:
        ...

    @abstractmethod
    def get_op_id(self) -> str:
        ...

    @abstractmethod
    def get_instance_id(self) -> int:
        ...

    def get_logger(self) -> logging.Logger:
        """Writes to standard output, which the host takes into its log."""
        return logging.getLogger("ekuiper")

    def emit(self, message: dict, meta: dict = None):
        """Gives one row to the rule. For sources."""
        raise NotImplementedError("only a source emits")

    def emit_error(self, error: str):
        """Gives an error to the rule in place of a row. For sources."""
        raise NotImplementedError("only a source emits")

    def ack_ok(self):
        """Says that the data in hand is safe. For sinks."""
        raise NotImplementedError("only a sink acknowledges")

    def ack_error(self, error: str):
        """Says that the data in hand could not be taken. For sinks."""
        raise NotImplementedError("only a sink acknowledges")

    def get_state(self, key: str):
        """The value under ``key``, or None. For functions on a host that keeps state; it is saved with the rule."""
        raise NotImplementedError("this host keeps no state")

    def put_state(self, key: str, value):
        raise NotImplementedError("this host keeps no state")

    def delete_state(self, key: str):
        raise NotImplementedError("this host keeps no state")


class Source(ABC):
    @abstractmethod
    def configure(self, datasource: str, conf: dict):
        """Raises when the configuration is not usable; the text goes to the user."""

    @abstractmethod
    def open(self, ctx: Context):
        """Runs in a thread of its own and emits until the source ends."""

    @abstractmethod
    def close(self, ctx: Context):
        """Called when the rule stops, while ``open`` may still run."""


class Sink(ABC):
    @abstractmethod
    def configure(self, conf: dict):
        """Raises when the configuration is not usable; the text goes to the user."""

    @abstractmethod
    def open(self, ctx: Context):
        ...

    @abstractmethod
    def collect(self, ctx: Context, data: bytes):
        """Takes one message; an exception ends the sink."""

    @abstractmethod
    def close(self, ctx: Context):
        ...


class Function(ABC):
    @abstractmethod
    def validate(self, args: list):
        """An empty text when the arguments of a call in SQL are right, otherwise what is wrong."""

    @abstractmethod
    def exec(self, args: list, ctx: Context):
        ...

    @abstractmethod
    def is_aggregate(self) -> bool:
        ...
