"""The shelf: the published files of all units as a static folder, with pages for people and figures for programs."""

from generator.site.build import build
from generator.site.entry import Entry, entry_of
from generator.site.folder import Foreign, former, install, workshop

__all__ = ["Entry", "Foreign", "build", "entry_of", "former", "install", "workshop"]
