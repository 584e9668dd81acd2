"""The program that makes documents in a process of its own: orders in by stdin, files or a refusal out by stdout.

It is started by path with an empty environment; what it may import is said in its arguments. Before it takes the first
order it limits itself and shuts the doors to the network and to other programs, so that whatever a county's template
makes of it ends with this process. Orders are pickled by the parent; answers are JSON and bytes, never anything that
could run there.
"""

from __future__ import annotations

import errno
import json
import os
import pickle
import shutil
import struct
import sys
import traceback
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.output.press import Printer

LENGTH = struct.Struct(">Q")
CHECK, FINDINGS = "check", "findings"
FILES, REFUSAL, DISK, MEMORY, DEPTH, BROKEN = "files", "refusal", "disk", "memory", "depth", "broken"
# How the child ends when what it needs cannot be imported.
UNSTARTED = 64
# Neither writing into an open file nor the search for a folder of temporary files names a file.
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EPERM, errno.EROFS})
_DOORS = frozenset({"os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "subprocess.Popen"})


def main(parent: str, folder: str, memory: str, seconds: str, largest_file: str, *paths: str) -> None:
    """Answer orders until there are none left; ``paths`` are where the parent finds its modules."""
    sys.path[:] = paths
    try:
        from ledger.limits import leave_with, limit_process, limit_work

        leave_with(int(parent), lambda: shutil.rmtree(folder, ignore_errors=True))
        orders, answers = _private_pipes()
        from grants.output.press import Printer
    except Exception:  # noqa: BLE001 - a library of the system that is missing shows itself in many ways
        os._exit(UNSTARTED)
    limit_process(int(memory), int(largest_file))
    sys.addaudithook(_keep_doors_shut)
    shop, printer = _next(orders), None
    while (order := _next(orders)) is not None:
        limit_work(int(seconds))
        try:
            printer = printer or Printer(shop)
            head, files = _answer(printer, order)
        except MemoryError:
            head, files = {MEMORY: True}, {}
        except RecursionError:
            head, files = {DEPTH: True}, {}
        except OSError as problem:
            full = problem.errno in _DISK or (problem.errno == errno.ENOENT and problem.filename is None)
            head, files = {DISK: problem.errno} if full else {BROKEN: _place(problem)}, {}
        except Exception as problem:  # noqa: BLE001 - no library may take the parent's answer away
            head, files = {BROKEN: _place(problem)}, {}
        _send(answers, head, files)
        if not {FILES, REFUSAL, FINDINGS} & set(head):
            break
    # The parent removes the folder too, unless it has been killed. Libraries in an unknown state tidy up nothing.
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _answer(printer: Printer, order: Any) -> tuple[dict[str, Any], Mapping[str, bytes]]:  # noqa: ANN401 - of a pickle
    from ledger.finding import UnreadableError

    if order == CHECK:
        named = [(each.place.file, each.place.row, each.text, each.remedy) for each in printer.findings]
        return {FINDINGS: named}, {}
    try:
        files = printer.make(order)
    except UnreadableError as refusal:
        return {REFUSAL: [refusal.text, refusal.remedy]}, {}
    return {FILES: [[suffix, len(content)] for suffix, content in files.items()]}, files


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes to the parent, and leave nothing in their places that a library could read or print to."""
    orders, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nothing, standard)
    return orders, answers


def _next(orders: BinaryIO) -> Any:  # noqa: ANN401 - whatever the parent pickled
    head = orders.read(LENGTH.size)
    return pickle.loads(orders.read(*LENGTH.unpack(head))) if head else None  # noqa: S301 - by our own parent


def _send(answers: BinaryIO, head: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    text = json.dumps(head).encode()
    answers.write(LENGTH.pack(len(text)) + text)
    answers.writelines(files.values())
    answers.flush()


def _keep_doors_shut(event: str, _: tuple[Any, ...]) -> None:
    """Refuse, as an audit hook, every connection and every other program; no later code can take the hook away."""
    if event in _DOORS or event.startswith("socket."):
        message = f"{event} is not for documents"
        raise RuntimeError(message)


def _place(problem: Exception) -> str:
    """Say what went wrong and where, and nothing of what was being printed."""
    frame = traceback.extract_tb(problem.__traceback__)[-1]
    return f"{type(problem).__name__} in {frame.filename.rpartition('/')[2]}:{frame.lineno}"


if __name__ == "__main__":
    main(*sys.argv[1:])
