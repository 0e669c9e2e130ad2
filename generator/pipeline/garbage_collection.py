"""How often a process looks for garbage.

Python's own rule would stop to look through the whole program several times a document.
"""

from __future__ import annotations

import gc

_OBJECTS = 400_000
"""So many new objects are looked through: more than one document leaves."""


def collect_rarely() -> None:
    """Look for garbage once in a few documents, and never again in what is loaded already.

    For processes of our own only.
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS, 5, 20)
