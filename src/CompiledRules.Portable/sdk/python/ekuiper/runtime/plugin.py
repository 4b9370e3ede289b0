from ..plugin import PluginConfig, start

__all__ = ["PluginConfig", "start"]
