import os

from ekuiper import PluginConfig, plugin, scalar


@scalar
def add(a: int, b: int) -> int:
    return a + b


plugin.start(PluginConfig(os.path.basename(os.getcwd()), functions={"add": add}))
