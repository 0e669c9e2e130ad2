"""The macros of a form (措辞.html).

Those of its own folder come first, then those of the forms that it extends. Macros call each other
through here, too.
"""

from __future__ import annotations

from jinja2.environment import TemplateModule
from jinja2.runtime import Macro

from generator.forms.files import own_file
from generator.templating.sandbox import FormEnvironment
from generator.templating.undefined_names import Named, public

FILE = "措辞.html"


class Macros(Named):
    """``措辞`` in templates: each macro as the nearest form in the chain says it."""

    def __init__(self) -> None:
        self._modules: list[TemplateModule] = []

    def names(self) -> list[str]:
        """The names of all macros."""
        names: dict[str, None] = {}
        for module in self._modules:
            names |= dict.fromkeys(public(vars(module)))
        return list(names)

    def __getattr__(self, name: str) -> Macro:
        for module in self.__dict__.get("_modules", ()):
            if not name.startswith("_") and hasattr(module, name):
                macro: Macro = getattr(module, name)
                return macro
        raise AttributeError(name)


def install_macros(environment: FormEnvironment) -> None:
    """Give ``措辞`` to an environment.

    The most general file runs first, so that each can use the names of those before.
    """
    macros = Macros()
    environment.globals["措辞"] = macros
    for folder in reversed(environment.chain):
        if own_file(folder, FILE) is None:
            continue
        template = environment.get_template(f"{folder.name}/{FILE}")
        try:
            macros._modules.insert(0, template.make_module())
        except Exception:
            # Jinja puts the template's lines into the traceback of a rendering, not of a module.
            environment.handle_exception()
