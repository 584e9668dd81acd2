"""Other processes for tests of locks and kills: forked from the test, so that they start at once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ledger.finding import ConflictError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

EXIT_DONE, EXIT_CONFLICT, EXIT_UNREADABLE, EXIT_FAILED = 0, 4, 5, 70


def in_child(act: Callable[[], object]) -> int:
    """Start a process that does one thing and return its id; its exit code tells how it ended.

    No SQLite file may be open at that moment: the child would take the locks of its parent for its own.
    """
    child = os.fork()
    if child:
        return child
    code = EXIT_FAILED
    try:
        act()
        code = EXIT_DONE
    except ConflictError:
        code = EXIT_CONFLICT
    except UnreadableError:
        code = EXIT_UNREADABLE
    finally:
        os._exit(code)


def exit_of(child: int) -> int:
    """Wait for a child and return its exit code, negative when a signal ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
