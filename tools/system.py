"""The machine below: messages to the clerk, Debian packages where they may be installed. Standard
library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


class StopError(Exception):
    """The set-up cannot go on; the text says in Chinese what has to be done, and by whom."""


def say(text: str) -> None:
    """One line of progress, on standard error: standard output belongs to the command that was
    wanted."""
    print(f"［准备环境］{text}", file=sys.stderr, flush=True)


def run(command: Sequence[str], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command that asks nothing; its output is kept, in English whatever the machine
    speaks."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(
        list(command),
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def ask_administrator(packages: Sequence[str]) -> str:
    """The sentence that names the one command which somebody with the right to do so has to
    give."""
    return (
        "请把下面这一行交给管理员（有 root 或 sudo 权限的人）执行，然后重新运行刚才的 make 命令：\n\n"
        f"    sudo apt-get update && sudo apt-get install -y {' '.join(packages)}\n"
    )


def install_packages(packages: Sequence[str], purpose: str) -> None:
    """Install Debian packages if we may (root, or sudo without a password). Raises StopError with
    the command for the administrator."""
    if not shutil.which("apt-get"):
        raise StopError(
            f"缺少{purpose}。这台机器没有 apt-get，请管理员用系统自己的方法安装与这些 Debian 软件包相当的组件：{' '.join(packages)}"
        )
    prefix = _root_prefix()
    if prefix is None:
        kit = "没有管理员的，或不能联网的，用绿色版（见 docs/部署.md），它不要安装。"
        raise StopError(
            f"缺少{purpose}，而当前用户不能安装软件。\n{ask_administrator(packages)}\n{kit}"
        )
    say(f"安装{purpose}：{' '.join(packages)}")
    # Another installation may be running; wait for it rather than fail.
    apt = [*prefix, "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    run([*apt, "update"])
    done = run([*apt, "install", "-y", "--no-install-recommends", *packages])
    if done.returncode:
        raise StopError(
            f"{purpose}没有装成。请检查网络；不能联网的电脑用绿色版（见 docs/部署.md）；或者{ask_administrator(packages)}\napt-get 的原话：\n{_tail(done.stderr)}"
        )


def _root_prefix() -> list[str] | None:
    """What to put before a command that needs root; None when there is no way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and run(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


@contextmanager
def unpacked_package(package: str) -> Iterator[Path | None]:
    """The files of a Debian package in a temporary folder, without installing it; None if it
    cannot be had. Needs no root."""
    with tempfile.TemporaryDirectory(prefix="juesuan-") as name:
        folder = Path(name)
        folder.chmod(
            0o755
        )  # as root, apt downloads as its own user, who must be able to look in here
        yield (
            _unpack(package, folder)
            if shutil.which("apt-get") and shutil.which("dpkg-deb")
            else None
        )


def _unpack(package: str, folder: Path) -> Path | None:
    if not _download(package, folder):
        return None
    target = folder / "files"
    archive = next(folder.glob("*.deb"))
    return target if run(["dpkg-deb", "-x", str(archive), str(target)]).returncode == 0 else None


def _download(package: str, folder: Path) -> bool:
    # The machine's own package lists may be missing or old, and only root may renew them: then
    # private lists, for this once.
    private = ["-o", f"Dir::State::lists={folder}/lists", "-o", f"Dir::Cache={folder}/cache"]
    for options in ([], private):
        if options:
            for part in ("lists/partial", "cache/archives/partial"):
                (folder / part).mkdir(parents=True, exist_ok=True)
            run(["apt-get", "-qq", *options, "update"])
        run(["apt-get", "-qq", *options, "download", package], folder)
        if any(folder.glob("*.deb")):
            return True
    return False


def _tail(text: str, lines: int = 12) -> str:
    return "\n".join(text.strip().splitlines()[-lines:])
