"""From the names by which a form asks for a typeface to the faces that print it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.fonts.faces import BOLD, KINDS, REGULAR, Face
from generator.fonts.machine import library as machine_library
from generator.fonts.machine import rich_faces

# Ours are made of these: of the machine they would be the same, or less.
_STAND_IN = re.compile(r"Fandol|Noto (Serif|Sans) CJK", re.IGNORECASE)
USUAL = "宋体"
"""The kind that serves a typeface of no known kind."""


class Chain(Struct, frozen=True):
    """What a text is set in: its face, and those that a character is taken from that it lacks.

    ``kind`` is the kind of type (仿宋); ``name`` that of the names asked for by which ``face`` was
    found, "" where nothing of the kind was asked for and ``USUAL`` serves instead. ``of_machine``
    tells that the face is one of the machine's.
    """

    kind: str
    name: str
    face: Face
    fallbacks: tuple[Face, ...]
    of_machine: bool = False

    @property
    def faces(self) -> tuple[Face, ...]:
        """All faces, in the order in which a character is looked for."""
        return (self.face, *self.fallbacks)

    @property
    def families(self) -> tuple[str, ...]:
        """Their families, each once: what an engine that takes names is told."""
        return tuple(dict.fromkeys(face.family for face in self.faces))


def chain(names: Sequence[str], *, bold: bool = False, machine: bool = False) -> Chain:
    """The faces for a typeface by the names of a form's ``依次``, the best first.

    With ``machine`` (字体: 本机) a face of this machine serves where it has one of these names; our
    own come after it, and those of the machine that have the rarest characters.
    """
    library = machine_library() if machine else {}
    rich = rich_faces() if machine else ()
    name, kind = _kind_of(names)
    known = KINDS[kind]
    own = known.bold if bold else known.plain
    fallbacks = known.bold_fallbacks if bold else known.fallbacks
    for asked in asked_of_machine(names):
        faces = library.get(asked.casefold(), ())
        if faces:
            face = _weighed(faces, bold=bold)
            # Thickened, it is a plain face with plain ones after it.
            after = (known.plain, *known.fallbacks) if face.thicken else (own, *fallbacks)
            return Chain(kind, asked, face, (*after, *rich), of_machine=True)
    return Chain(kind, name, own, (*fallbacks, *rich))


def asked_of_machine(names: Sequence[str]) -> list[str]:
    """The names by which a face of the machine may serve."""
    return [name for name in names if not _STAND_IN.match(name)]


def _kind_of(names: Sequence[str]) -> tuple[str, str]:
    for name in names:
        folded = name.casefold()
        for kind, known in KINDS.items():
            if any(part.casefold() in folded for part in known.names):
                return name, kind
    return "", USUAL


def _weighed(faces: Sequence[Face], *, bold: bool) -> Face:
    """The face whose weight is nearest to the one wanted; of two as near, the first."""
    wanted = BOLD if bold else REGULAR
    best = min(faces, key=lambda face: abs(face.weight - wanted))
    thicken = bold and best.weight < (BOLD + REGULAR) / 2
    return replace(best, thicken=thicken)
