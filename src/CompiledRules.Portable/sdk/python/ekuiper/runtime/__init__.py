"""The module layout of eKuiper's SDK, for plugins that import from it."""
from .. import plugin
from . import context

__all__ = ["context", "plugin"]
