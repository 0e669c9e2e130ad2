"""The typefaces: those that travel with the program, those of the machine, and which of them serves
a typeface that a form asks for.

Writers take ``FOLDER`` (the files) and ``chain(names, bold=…)`` (what to set a text in).
"""

from generator.fonts.chains import Chain, chain
from generator.fonts.faces import FOLDER, SHIPPED, Face

__all__ = ["FOLDER", "SHIPPED", "Chain", "Face", "chain"]
