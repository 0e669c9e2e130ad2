"""The command line: juesuan and its commands (``cli/commands``)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

from generator.cli.arguments import parser_of
from generator.cli.console import hush, refused, say, speak_anywhere
from generator.pipeline.exit_codes import CRASH, DISK, OK, USAGE, CommandError
from generator.pipeline.garbage_collection import collect_rarely


def process() -> NoReturn:
    """The command line as a process of its own; ends with its exit code."""
    try:
        code = main()
    except SystemExit as stop:  # --help, or a wrong command: argparse has said what there is to say
        code = stop.code if isinstance(stop.code, int) else OK
    message = refused()
    if message:
        say(message)
        code = DISK
    sys.exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; ``arguments`` None stands for those of the process.

    Returns the exit code: 0, 1 with findings that forbid publication, 2 for a wrong command, 3 when
    a file cannot be written or read, 70 for a crash, 130 for Ctrl-C.
    """
    if arguments is None:  # a process of its own
        collect_rarely()
    speak_anywhere()
    parser = parser_of()
    options = parser.parse_args(arguments)
    if options.version:
        from generator import __version__

        print(f"juesuan {__version__}")
        return OK
    if options.command is None:
        parser.print_help()
        return USAGE
    try:
        from generator.cli.commands import run
        from generator.cli.options import allowed_folders_of
        from generator.reading.named_files import allowing

        with allowing(allowed_folders_of(options)):
            return run(options)
    except CommandError as error:
        say(str(error))
        return error.code
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing is wrong here.
        hush()
        return OK
    except KeyboardInterrupt:
        say("已停止。再运行一次同样的命令，接着做。")
        return 130
    except OSError as error:
        from generator.pipeline.disk_errors import disk_error_message

        # Python does not say which file is full: the output is asked with one more line end.
        message = refused("\n") or disk_error_message(error)
        if message is None:
            return _crash()
        say(message)
        return DISK
    except Exception as error:
        from generator.forms.files import FormError

        if not isinstance(error, FormError):
            return _crash()
        say(f"版式有误：{error}")
        return USAGE


def _crash() -> int:
    """The program is wrong, not the data: say so, with an exit code that findings never have."""
    import traceback

    traceback.print_exc()
    print(
        "\n这是程序的错误，不是您的数据有错。"
        "请把上面的文字和数据文件（去掉不便公开的内容）交给维护人员。",
        file=sys.stderr,
    )
    return CRASH
