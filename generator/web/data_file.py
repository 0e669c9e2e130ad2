"""One data file that is being filled in: read, changed and saved as text, with undo, and without
ever writing over what somebody else wrote meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from time import monotonic_ns

import yaml

from generator.document.render import Rendered
from generator.forms.folders import Roots
from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys
from generator.model.rules import MARK
from generator.pipeline.checking import CheckResult, check, summary_of, unchecked
from generator.pipeline.text_files import write_back
from generator.pipeline.waiting import UnfilledFile, waiting_document
from generator.reading.files import MAX_BYTES, read_bytes
from generator.reading.stamps import Stamp
from generator.repair.fix import fix_text
from generator.repair.reader import read_text
from generator.web.controls import is_list, keys_at, single_kind
from generator.web.edit_results import EditConflict, Refusal, Saved
from generator.web.field_address import field_address
from generator.web.precedence import Precedence
from generator.web.results import KnownState, read_with, stamps_of
from generator.web.text_at_path import (
    UnreadableTextError,
    entries_of,
    is_steady,
    node_of,
    reads_as,
    typed_at,
)
from generator.yaml_edit.by_path import Change, ChangeError, Path, changed
from generator.yaml_edit.entries import YamlEntry

_MOST_STEPS = 200
"""How many texts are remembered, for undo and for windows that are behind."""
_SECONDS_OF_STEP = 2
"""What is typed into one field without a longer pause is taken back at once."""
_MOST_ALONE = 50
"""Of more changes at once, none is made while one cannot be: each alone takes its time."""


class DataFile:
    """A data file of the folder. Its methods may be called from several threads.

    ``name`` is what the folder calls it; ``revision`` counts the texts that it has had since it was
    opened, from ``first`` on.
    """

    def __init__(self, path: FilePath, roots: Roots, name: str = "", first: int = 0) -> None:
        self.path = path
        self.name = name or path.name
        self.revision = first
        self._roots = roots
        self._lock = threading.RLock()
        self._text = ""
        self._encoding = "utf-8"
        self._texts: dict[int, str] = {}
        self._undo: list[str] = []
        self._redo: list[str] = []
        self._typing: tuple[Path, int] | None = None
        self._checking, self._settling = threading.Lock(), threading.Lock()
        self.precedence = Precedence()
        self._checked: dict[bool, KnownState] = {}
        self._waiting: tuple[int, tuple[Stamp | None, ...], UnfilledFile | None] | None = None
        self._read()

    # --- what stands in it ---

    @property
    def text(self) -> str:
        """The text as it is on the disk now. Raises UnreadableTextError."""
        with self._lock:
            self._refresh()
            return self._text

    def snapshot(self) -> tuple[int, str]:
        """The revision and the text of one moment. Raises UnreadableTextError."""
        with self._lock:
            self._refresh()
            return self.revision, self._text

    def text_revision(self) -> int:
        """The revision of the text that is on the disk now. Raises UnreadableTextError."""
        with self._lock:
            self._refresh()
            return self.revision

    def root(self) -> YamlEntry:
        """The file as a tree of entries. Raises UnreadableTextError where it is no YAML."""
        return entries_of(self.text)

    def checked(self, *, explained: bool = True) -> CheckResult:
        """Everything that is known of the file as it is now; computed once for each text, and
        anew when a file that it names has changed. Raises FormError, UnreadableTextError.

        Without ``explained`` it is not tried out which number explains the findings. The file may
        be changed meanwhile: then trying ends early.
        """
        if not explained:
            return self._computed(explained=False)
        with self._checking:
            return self._computed(explained=True)

    def checked_before(self) -> tuple[CheckResult | None, bool]:
        """What was known when the file was last checked, and whether that is how it is now."""
        states = sorted(self._checked.values(), key=lambda state: state.revision)
        if not states:
            return None, False
        return states[-1].checked, states[-1].holds(self.text_revision())

    def rendered(self) -> Rendered | None:
        """The document of the file as it is now; None where it takes a check to have one. Raises
        FormError, UnreadableTextError."""
        while True:
            revision = self.text_revision()
            rendered = unchecked(self.path, self._roots)
            if revision == self.text_revision():
                return rendered

    def waiting(self) -> UnfilledFile | None:
        """The document of a file in which values are still to be filled in, as far as it is
        settled; None of a file that waits for nothing, or is wrong otherwise. Raises FormError,
        UnreadableTextError."""
        with self._settling:
            return self._unfilled()

    def _unfilled(self) -> UnfilledFile | None:
        while True:
            revision = self.text_revision()
            files = read_with(self.path, self._roots)
            stamps = stamps_of(files)
            before = self._waiting
            if before is not None and before[:2] == (revision, stamps):
                return before[2]
            rendered = waiting_document(self.path, self._roots)
            if rendered is None and self._adds_up():
                units = self.checked(explained=False).units
                rendered = waiting_document(self.path, self._roots, summary_of(units))
            if revision == self.text_revision():
                self._waiting = revision, stamps, rendered
                return rendered

    def _adds_up(self) -> bool:
        """Whether the file adds up those of units."""
        try:
            return self.root().find("汇总") is not None
        except UnreadableTextError:
            return False

    def _computed(self, *, explained: bool) -> CheckResult:
        while True:
            revision = self.text_revision()
            for cached in (self._checked.get(True), self._checked.get(explained)):
                if cached is not None and cached.holds(revision):
                    return cached.checked
            files = read_with(self.path, self._roots)
            stamps = stamps_of(files)

            def wanted(revision: int = revision) -> bool:
                self.precedence.give_way()
                return explained and revision == self.revision

            checked = check(self.path, self._roots, wanted=wanted, ahead=explained)
            if revision == self.text_revision():
                self._checked[explained] = KnownState(revision, files, stamps, checked)
                return checked

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to make again."""
        return bool(self._redo)

    # --- changes ---

    def change(self, changes: Sequence[Change], base: int, seen: Mapping[Path, str] = {}) -> Saved:
        """Make changes that were thought of at revision ``base``, and save the file. ``seen`` is
        what stood there then: a revision of the program before is not known any more.

        Where the file was changed at the same place meanwhile, that change stays, and is returned;
        so are changes that cannot be made. Raises ChangeError where the only one cannot. Raises
        OSError, UnreadableTextError.
        """
        with self.precedence.haste(), self._lock:
            self._refresh()
            conflicts = self._conflicts(changes, base, seen)
            refused = {conflict.path for conflict in conflicts}
            accepted = [change for change in changes if change.path not in refused]
            before = self.revision
            refusals: list[Refusal] = []
            if accepted:
                self._save(self._with_possible(accepted, refusals), _typed_into(accepted))
            return Saved(self.revision, before, tuple(conflicts), tuple(refusals))

    def _with_possible(self, changes: Sequence[Change], refusals: list[Refusal]) -> str:
        """The text with all changes, or, where that cannot be, with each that can be made; the
        others are noted. Raises ChangeError for one alone."""
        try:
            return self._with(self._text, changes)
        except ChangeError:
            if len(changes) == 1 or len(changes) > _MOST_ALONE:
                raise
        text = self._text
        for change in changes:
            try:
                text = self._with(text, [change])
            except ChangeError as error:
                refusals.append(Refusal(change.path, str(error)))
        return text

    def _with(self, text: str, changes: Sequence[Change]) -> str:
        """The text with changes, which reads as they say. Raises ChangeError."""
        try:
            new = changed(text, changes, keys_at, is_list, MARK)
        except yaml.YAMLError as error:
            raise ChangeError("文件里有笔误，先改好它（见“文字”页），再在这里填") from error
        try:
            entries_of(new)
        except UnreadableTextError as error:
            raise ChangeError("这样改，文件就读不出来了，没有写入；请换一种写法") from error
        root, _ = read_text(new, str(self.path), known_keys(Accounts))
        for change in changes:
            wrong = (
                change.value and not change.key and not reads_as(root, change.path, change.value)
            )
            if wrong and change.value:
                raise ChangeError(f"“{change.value[:40]}”写不进“{change.path[-1]}”；请换一种写法")
            if change.key and node_of(root, (*change.path[:-1], change.key)) is None:
                raise ChangeError(f"不能叫“{change.key[:40]}”；请换一个名称")
        return new

    def replace(self, text: str, base: int) -> Saved:
        """Put another text in the place of the whole one, as typed in the view of the text.

        Raises OSError; ChangeError where the file was changed meanwhile.
        """
        with self._lock:
            self._refresh()
            if base != self.revision:
                raise ChangeError("文件在别处改过了，没有保存；请比较两份文字，合并后再保存")
            if "\r\n" in self._text:
                text = text.replace("\r\n", "\n").replace("\n", "\r\n")
            self._save(text)
            return Saved(self.revision, base)

    def mend(self) -> int:
        """Mend what a keyboard did to the text, as far as that is safe; returns how many places."""
        with self._lock:
            self._refresh()
            mended = fix_text(self._text, self.name, known_keys(Accounts))
            if mended.done:
                self._save(mended.text)
            return mended.done

    def undo(self) -> bool:
        """Take the last change back; False where there is none, or the file was changed
        elsewhere."""
        return self._step(self._undo, self._redo)

    def redo(self) -> bool:
        """Make the change again that was taken back last."""
        return self._step(self._redo, self._undo)

    # --- how it is done ---

    def _step(self, back: list[str], forth: list[str]) -> bool:
        with self._lock:
            self._refresh()
            if not back:
                return False
            text = back[-1]
            write_back(self.path, text, self._encoding)
            back.pop()
            forth.append(self._text)
            self._now(text)
            return True

    def _save(self, text: str, field: Path = ()) -> None:
        """Write a text, whole or not at all, and remember the one before; but of what is typed into
        one ``field`` (() for any other change) only the text before all of it."""
        if text == self._text:
            return
        if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
            raise ChangeError(f"文件会太大（超过 {MAX_BYTES // 1000} KB），没有保存")
        write_back(self.path, text, self._encoding)
        if not self._goes_on(field):
            self._undo.append(self._text)
            del self._undo[:-_MOST_STEPS]
        self._redo.clear()
        if self._encoding != "utf-8-sig":
            self._encoding = "utf-8"
        self._now(text)
        self._typing = (field, monotonic_ns())

    def _goes_on(self, field: Path) -> bool:
        """Whether a change of a field belongs to the one just before."""
        if self._typing is None or not field:
            return False
        before, moment = self._typing
        return before == field and monotonic_ns() - moment < _SECONDS_OF_STEP * 10**9

    def _now(self, text: str) -> None:
        self.revision += 1
        self._typing = None
        self._text = text
        self._texts[self.revision] = text
        self._texts.pop(self.revision - _MOST_STEPS, None)

    def _read(self) -> None:
        read = read_bytes(self.path, self.name)
        if read.text is None:
            raise UnreadableTextError(f"{read.findings[0].message}；{read.findings[0].fix}")
        self._encoding = read.encoding
        self._now(read.text.removeprefix("\ufeff"))

    def _refresh(self) -> None:
        """Take in what somebody else wrote; there is no way back over it."""
        read = read_bytes(self.path, self.name)
        if read.text is None:
            raise UnreadableTextError(f"{read.findings[0].message}；{read.findings[0].fix}")
        text = read.text.removeprefix("\ufeff")
        if text != self._text:
            self._encoding = read.encoding
            self._undo.clear()
            self._redo.clear()
            self._now(text)

    def _conflicts(
        self, changes: Sequence[Change], base: int, seen: Mapping[Path, str]
    ) -> list[EditConflict]:
        """Places that stand otherwise now than at a revision, and not as is wanted."""
        if base == self.revision:
            return []
        before = self._texts.get(base)
        now = entries_of(self._text)
        try:
            then = entries_of(before) if before is not None else None
        except UnreadableTextError:
            then = None
        conflicts = []
        for change in changes:
            theirs = typed_at(now, change.path)
            known = then is not None and is_steady(then, now, change.path)
            if known and typed_at(then, change.path) == theirs:
                continue
            if before is None and seen.get(change.path) == theirs:
                continue
            if theirs == (change.value or "") and change.key is None:
                continue
            removed = change.value is None and change.key is None and not change.confirmed
            mine = "写着的对" if change.confirmed else change.value or ""
            address = field_address(now, change.path)
            conflict = EditConflict(change.path, theirs, mine, removed, change.key, address)
            conflicts.append(conflict)
        return conflicts


def _typed_into(changes: Sequence[Change]) -> Path:
    """The field into which a change types a value; () for changes of another kind."""
    if len(changes) != 1:
        return ()
    change = changes[0]
    if change.value is None or change.key is not None or single_kind(change.path) is None:
        return ()
    return change.path
