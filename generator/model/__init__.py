"""The typed accounts: unknown keys refused, one module per part of the file."""

import sys
from types import ModuleType


def _no_plugins() -> None:
    """Let pydantic look for no plugins: to look through all packages takes a tenth of the time of a check, and it offers no switch that saves it."""
    loader = ModuleType("pydantic.plugin._loader")
    vars(loader)["get_plugins"] = lambda: ()
    sys.modules.setdefault(loader.__name__, loader)


_no_plugins()
