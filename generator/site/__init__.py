"""The shelf: the published files of all units as a static folder, with pages for people and figures for programs."""

from generator.interface.entry import entry_of
from generator.site.build import Standing, build
from generator.site.folder import Foreign, Former, former, install, stamps_of, still, workshop
from generator.site.numbers import figure_files
from generator.site.staging import Making
from generator.site.summary import Card, card_of

__all__ = [
    "Card",
    "Foreign",
    "Former",
    "Making",
    "Standing",
    "build",
    "card_of",
    "entry_of",
    "figure_files",
    "former",
    "install",
    "stamps_of",
    "still",
    "workshop",
]
