"""The program that reads a workbook in a process of its own: bytes in by stdin, rows or a refusal out by stdout.

It is started by path, without site packages and without regard to the environment, and reads nothing but its input.
Before it takes a byte it limits itself; whatever a hostile file makes of it ends with this process.
"""

from __future__ import annotations

import gc
import importlib
import marshal
import os
import resource
import signal
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.imports.workbook.raw_sheet import RawSheet

LARGEST_MEMORY = 2**30
MOST_SECONDS_OF_WORK = 60
SHEETS, REFUSAL = "sheets", "refusal"


def main() -> None:
    """Read the announced number of bytes and write the answer; leave without one when the parent has gone."""
    _leave_with(os.getppid())
    # The folder that holds this package comes last, so that nothing in it takes the place of the standard library.
    sys.path.append(__file__.rpartition("/ledger/")[0])
    importlib.import_module("ledger.imports.workbook.workbook_reader")
    _limit()
    content = sys.stdin.buffer.read()
    if len(content) != int(sys.argv[1]):
        sys.exit(1)
    gc.disable()
    sys.stdout.buffer.write(marshal.dumps(answer(content)))
    sys.stdout.buffer.flush()
    # Nothing is left to tidy up, and the timer must not meet an interpreter that is half taken down.
    os._exit(0)


def answer(content: bytes) -> tuple[str, Any]:
    """Return the sheets as plain tuples, or fact and remedy of the refusal."""
    from ledger.finding import UnreadableError
    from ledger.imports.workbook.spreadsheet_limits import too_large
    from ledger.imports.workbook.workbook_reader import read_workbook

    try:
        sheets = read_workbook(content)
    except UnreadableError as problem:
        refusal = problem
    except MemoryError:
        refusal = too_large()
    else:
        return SHEETS, [plain(sheet) for sheet in sheets]
    return REFUSAL, (refusal.text, refusal.remedy)


def plain(sheet: RawSheet) -> tuple[Any, ...]:
    """Return a sheet as bare tuples, which is all that marshal takes."""
    return tuple([tuple(row) for row in field] if name == "rows" else field for name, field in sheet._asdict().items())


def _limit() -> None:
    """Take no more memory and time than a workbook within the limits needs, write no file and leave no core dump."""
    for kind, most in (
        (resource.RLIMIT_AS, LARGEST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS_OF_WORK),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _leave_with(parent: int) -> None:
    """Look every second whether the parent still lives: a child that nobody waits for must not go on."""

    def look(*_: object) -> None:
        if os.getppid() != parent:
            os._exit(1)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 1, 1)


if __name__ == "__main__":
    main()
