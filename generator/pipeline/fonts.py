"""What a run says of the machine's typefaces (字体: 本机): which of them serve, and for what."""

from __future__ import annotations

from generator.document.tree import Document
from generator.fonts import Chain, chain
from generator.forms.styles import FormStyles, Typeface
from generator.pipeline.formats import is_paged


def font_note(document: Document | None, formats: tuple[str, ...]) -> str:
    """One line that names the faces of this machine that set a document.

    It is "" where the document asks for none of them.
    """
    if document is None or not document.styles.machine or not is_paged(formats):
        return ""
    serving = {face.name: serving_face(face, machine=True) for face in typefaces(document.styles)}
    of_machine = [f"{name} {used.name}" for name, used in serving.items() if used.of_machine]
    shipped = [name for name, used in serving.items() if not used.of_machine]
    names = "、".join(of_machine) or "（一种也没有）"
    note = f"“{document.unit_name}”的 PDF 用本机字体：{names}"
    if shipped:
        note += f"；本机没有、用自带的：{'、'.join(shipped)}"
    return note


def typefaces(styles: FormStyles) -> list[Typeface]:
    """The typefaces that the roles of a form use, each once, in the order of 版面.yaml."""
    return list({role.face.name: role.face for role in styles.roles.values()}.values())


def serving_face(face: Typeface, *, bold: bool = False, machine: bool = False) -> Chain:
    """The faces that print a form's typeface."""
    return chain((face.name, face.word, *face.stack), bold=bold, machine=machine)
