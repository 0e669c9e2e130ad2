"""The macros of a form (措辞.html): those of its own folder first, then those of the forms that it extends. Macros call each other through here, too."""

from __future__ import annotations

from typing import Any

from generator.document.sandbox import FormEnvironment

FILE = "措辞.html"


class Wording:
    """``措辞`` in templates: each macro as the nearest form in the chain says it."""

    def __init__(self, environment: FormEnvironment) -> None:
        self._environment = environment
        self._files = [f"{folder.name}/{FILE}" for folder in environment.loader.chain if (folder / FILE).is_file()]  # type: ignore[union-attr]
        self._modules: list[Any] = []

    def load(self) -> None:
        """Run the files, the most general first, so that each can use the names of those before."""
        for file in reversed(self._files):
            template = self._environment.get_template(file)
            try:
                self._modules.insert(0, template.make_module())
            except Exception:  # Jinja puts the template's lines into the traceback of a rendering, not of a module
                self._environment.handle_exception()

    @property
    def names(self) -> list[str]:
        """The names of all macros."""
        return list(dict.fromkeys(name for module in self._modules for name in vars(module) if not name.startswith("_")))

    def __getattr__(self, name: str) -> Any:
        for module in self.__dict__.get("_modules", ()):
            if not name.startswith("_") and hasattr(module, name):
                return getattr(module, name)
        raise AttributeError(name)
