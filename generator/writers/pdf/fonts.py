"""Fonts for PDF: those of the system, and the files of folders that need not be installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct

_SUFFIXES = (".otf", ".ttf", ".ttc")


class FontSource(Struct, frozen=True):
    """Folders whose font files are available beside the fonts of the system. A folder that does not exist has none."""

    folders: tuple[Path, ...] = ()

    def files(self) -> list[Path]:
        """The font files, in a fixed order."""
        found = [path for folder in self.folders if folder.is_dir() for path in folder.rglob("*")]
        return sorted(path for path in found if path.suffix.lower() in _SUFFIXES)


# Where `make setup` may put the open fonts, so that nothing has to be installed on the machine.
PROJECT_FONTS = FontSource((Path(__file__).resolve().parents[3] / ".fonts",))


def font_configuration(source: FontSource) -> Any:
    """WeasyPrint's font configuration with the files of the source added."""
    from weasyprint.text.ffi import ffi, fontconfig, pangoft2
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    added = [
        fontconfig.FcConfigAppFontAddFile(configuration._config, str(path).encode())
        for path in source.files()
    ]
    if added:
        pangoft2.pango_fc_font_map_config_changed(
            ffi.cast("PangoFcFontMap *", configuration.font_map)
        )
    return configuration
