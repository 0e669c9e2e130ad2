"""What the documents of one data file depend on: the files that it names, those that they name, and
the forms. What is the same for all files of a run is in program.py.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from generator.forms.contents import MAIN
from generator.pipeline.batch.program import digest_of, file_digest
from generator.reading.files import is_file
from generator.reading.named_files import named_files

if TYPE_CHECKING:
    from generator.model.accounts import Accounts

# What reads data files and forms is loaded where it is used: a run in which nothing changed only
# compares digests, and starts in half the time without.
Read = Callable[[Path], "Accounts | None"]
Source = tuple[str, str, str]
"""A kind (文件, 文件夹, 清单), a path, the digest of what stands there; "" where nothing does."""


def read_accounts(path: Path) -> Accounts | None:
    """The accounts of a data file, as far as they can be read."""
    from generator.model.load import load

    loaded = load(path)
    return loaded.accounts or loaded.readable


def data_files(path: Path, read: Read = read_accounts) -> list[Path]:
    """The file and all files that it names, and those that they name in turn.

    They are last year's files, those of the units, and Word files of 附件; files that are not
    there are listed, too. ``read`` gives the accounts of a data file.
    """
    from generator.ledger.last_year import last_files

    # By where a file really is, and whether it is attached: then it names no other files.
    files: dict[tuple[Path, bool], Path] = {}
    waiting = [(path, False)]
    while waiting:
        file, attached = waiting.pop()
        exists = is_file(file)
        # One file may be called by several names, by way of a folder that is a link.
        real = file
        if exists:
            real = Path(os.path.realpath(file.parent), file.name)
        if (real, attached) in files:
            continue
        files[real, attached] = file
        if not exists or attached:
            continue
        accounts = read(file)
        if accounts is not None:
            data = [*map(str, last_files(accounts)), *map(str, accounts.汇总)]
            waiting += [(named, False) for named in named_files(file, data)]
            attachments = [str(part.文件) for part in accounts.附件 if part.文件]
            waiting += [(named, True) for named in named_files(file, attachments)]
    return list(dict.fromkeys(files.values()))


def form_folders(path: Path, roots: Sequence[Path], read: Read = read_accounts) -> list[Path]:
    """The folders of the form that a data file uses; none when it names no form that exists."""
    from generator.forms.form import FormError, load_form

    accounts = read(path)
    if not accounts:
        return []
    try:
        return list(load_form(str(accounts.版式), tuple(roots)).chain)
    except FormError:
        return []


def forms_of(
    files: Sequence[Path], roots: Sequence[Path], read: Read = read_accounts
) -> list[Path]:
    """The folders of the forms of all these files."""
    folders: dict[Path, None] = {}
    for path in files:
        if path.suffix.lower() != ".docx" and is_file(path):
            folders.update(dict.fromkeys(form_folders(path, roots, read)))
    return list(folders)


def sources(path: Path, roots: Sequence[Path]) -> list[Source]:
    """All sources of a data file with their digests, as they are now."""
    read = cache(read_accounts)  # three look at each file
    files = data_files(path, read)
    places = [("文件", str(file.absolute())) for file in files]
    places += _form_sources(forms_of(files, roots, read), roots)
    if not form_folders(path, roots, read):
        # The message lists what forms there are, and any may become the one that is missing.
        places += [("清单", str(root.absolute())) for root in roots]
    return [(kind, where, digest(kind, where)) for kind, where in places]


def _form_sources(folders: Sequence[Path], roots: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """The folders of forms; and where a form of the same name would come first."""
    for folder in folders:
        yield "文件夹", str(folder.absolute())
        for root in roots:
            if root == folder.parent:
                break
            yield "文件", str((root / folder.name / MAIN).absolute())


def digest(kind: str, where: str) -> str:
    """The digest of a source as it is now; "" where nothing of the kind stands there."""
    path = Path(where)
    if kind == "文件":
        return file_digest(path)
    if not path.is_dir():
        return ""
    if kind == "清单":
        forms = [form for form in sorted(path.iterdir()) if form.is_dir()]
        return digest_of(f"{form.name} {file_digest(form / MAIN)}" for form in forms)
    files = [file for file in sorted(path.iterdir()) if file.is_file()]
    return digest_of(f"{file.name} {file_digest(file)}" for file in files)
