"""The figures for programs: what a document prints, as data of one shape wherever it is given
out."""

from generator.interface.attached import ATTACHED_NAME, attached_json
from generator.interface.entry import Entry, entry_of

__all__ = ["ATTACHED_NAME", "Entry", "attached_json", "entry_of"]
