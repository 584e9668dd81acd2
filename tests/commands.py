"""The command as a process of its own, forked from the tests: what it needs is loaded already, so it starts at once.

Whether it also starts from nothing is tried with the README and with the installed wheel.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import select
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from subprocess import CompletedProcess
from typing import Any

import grants
import ledger
from grants.desk.main import main

EXIT_BROKEN = 99

# The program loads much of itself only when it is needed; every fork would have to do so again.
for _room in (grants, ledger):
    for _module in pkgutil.walk_packages(_room.__path__, f"{_room.__name__}."):
        importlib.import_module(_module.name)


@dataclass(frozen=True, slots=True)
class Running:
    """A command that runs, and the pipes of what it prints and what it complains about."""

    words: tuple[str, ...]
    process: int
    pipes: tuple[int, int]

    def kill(self) -> None:
        """End it at once."""
        os.kill(self.process, signal.SIGKILL)
        self.wait()

    def wait(self) -> CompletedProcess[str]:
        """Wait until it has ended; its code is negative when a signal ended it."""
        printed, complained = (said.decode() for said in _read_all(self.pipes))
        code = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        return CompletedProcess(self.words, code, printed, complained)


def _read_all(pipes: tuple[int, int]) -> list[bytes]:
    """Read pipes to their ends, whichever has something to say, and close them."""
    said = dict.fromkeys(pipes, b"")
    unfinished = list(pipes)
    while unfinished:
        for pipe in select.select(unfinished, [], [])[0]:
            part = os.read(pipe, 65_536)
            said[pipe] += part
            if not part:
                unfinished.remove(pipe)
                os.close(pipe)
    return list(said.values())


def start(
    *words: str, variables: Mapping[str, str] | None = None, first: Callable[[], object] | None = None
) -> Running:
    """Start the command with some environment variables; ``first`` is what its process does before.

    No SQLite file may be open at that moment: the command would take the locks of the test for its own.
    """
    pipes = os.pipe(), os.pipe()
    code = EXIT_BROKEN
    process = os.fork()
    if not process:
        try:
            for number, (_, writing) in enumerate(pipes, start=1):
                os.dup2(writing, number)
            for pipe in pipes[0] + pipes[1]:
                os.close(pipe)
            code = _run(words, variables or {}, first)
        finally:
            os._exit(code)  # never back into this copy of the runner of the tests
    for _, writing in pipes:
        os.close(writing)
    return Running(words, process, (pipes[0][0], pipes[1][0]))


def foerderbuch(
    *words: str, variables: Mapping[str, str] | None = None, first: Callable[[], object] | None = None
) -> CompletedProcess[str]:
    """Run the command to its end."""
    return start(*words, variables=variables, first=first).wait()


def data(*words: str) -> dict[str, Any]:
    """Run the command to its end and return what it prints for other programs."""
    done = foerderbuch(*words, "--json")
    parsed: dict[str, Any] = json.loads(done.stdout)
    return parsed


def _run(words: tuple[str, ...], variables: Mapping[str, str], first: Callable[[], object] | None) -> int:
    """Be the command, and return the code with which it ends."""
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
    sys.argv = ["foerderbuch", *words]
    os.environ.update(variables)
    try:
        if first:
            first()
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else EXIT_BROKEN
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0
