"""Portable plugins in Python: sources, sinks and functions of streaming SQL rules.

Plugins written for eKuiper's SDK run unchanged. ``scalar``, ``batch`` and ``aggregate`` are additions: plain functions whose
type hints become declared SQL types, and which the host calls with many rows at a time.
"""
from . import plugin
from .api import Context, Function, Sink, Source
from .declare import aggregate, batch, scalar
from .plugin import PluginConfig

__all__ = ["Context", "Function", "PluginConfig", "Sink", "Source", "aggregate", "batch", "plugin", "scalar"]
