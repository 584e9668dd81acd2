"""What a child process takes from itself before it touches foreign input: memory, time and files."""

from __future__ import annotations

import os
import resource
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def limit_process(memory: int, largest_file: int) -> None:
    """Let this process take so many bytes of memory, write no larger file and leave no core dump."""
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_FSIZE, largest_file)
    _limit(resource.RLIMIT_CORE, 0)


def limit_work(seconds: int) -> None:
    """Let this process work for so many seconds of processor time from now on; then the system ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + seconds)


def leave_with(parent: int, tidy_up: Callable[[], object]) -> None:
    """Look every second whether the parent still lives: a child that nobody waits for must not go on."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        tidy_up()
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()


def _limit(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
