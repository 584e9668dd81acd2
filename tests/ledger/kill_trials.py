"""Kill real processes at any moment of what they do to a book, and judge what they leave behind."""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import signal
import sys
import time
import traceback
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Engine, event
from sqlalchemy.pool import Pool

from ledger.finding import ConflictError, RefusalError
from tests.ledger.kill_places import DAMAGED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BEGUN, DONE = b"begun\n", b"done\n"
# A little longer than an undisturbed run: some kills come when everything is over, most while it is done.
LONGEST_DELAY = 1.2


class Subject(Protocol):
    """One operation on one database: what is done, and how to see what has become of it."""

    folder: Path
    repeatable: bool

    def reset(self) -> None:
        """Put everything back to the state before."""

    def act(self) -> object:
        """Do it; this is what gets killed."""

    def look(self) -> str:
        """Verify what is there and return words for its whole content, equal for equal content."""


@dataclass(frozen=True, slots=True)
class End:
    """How a process ended: what it had said through its pipe by then, and after how many seconds it was killed."""

    said: bytes
    seconds: float

    @property
    def begun(self) -> bool:
        return BEGUN in self.said

    @property
    def acknowledged(self) -> bool:
        return self.said.endswith(DONE)


@dataclass(slots=True)
class Tally:
    """What the trials have come to. ``inside`` counts kills between the first and the last step of the operation."""

    trials: int = 0
    before: int = 0
    after: int = 0
    inside: int = 0
    half_done: int = 0
    lost: int = 0
    doubled: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def run_and_kill(act: Callable[[], object], delay: float | None = None) -> End:
    """Do something in a process of its own and kill it after some seconds, or as soon as it says that it is done.

    Raises AssertionError when it fails by itself.
    """
    reading, writing = os.pipe()
    began = time.monotonic()
    child = _fork()
    if not child:
        os.close(reading)
        _act_and_end(act, writing)
    os.close(writing)
    said = _listen(reading, None if delay is None else began + delay)
    seconds = time.monotonic() - began
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as rest:
        said += rest.read()
    if said not in (b"", BEGUN, BEGUN + DONE):
        raise AssertionError(said.decode())
    return End(said, seconds)


def _fork() -> int:
    with warnings.catch_warnings():
        # The runner of the tests has a thread of its own, which the child does not need.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _act_and_end(act: Callable[[], object], writing: int) -> None:
    """Do it, say so, and end without a word to the runner of the tests, of which this is a copy."""
    try:
        os.write(writing, BEGUN)
        act()
        os.write(writing, DONE)
        signal.pause()  # the kill always comes
    finally:
        os.write(writing, traceback.format_exc().encode())
        os._exit(70)


def _listen(reading: int, until: float | None) -> bytes:
    """Return what the process says until it is done, it ends, or the moment has come."""
    said = b""
    while not said.endswith(DONE):
        left = None if until is None else max(0.0, until - time.monotonic())
        if not select.select([reading], [], [], left)[0]:
            break
        part = os.read(reading, 65_536)
        if not part:
            break
        said += part
    return said


def kill_at_random(subject: Subject, count: int, seed: int) -> Tally:
    """Kill the operation at random moments and repeat it as an office would, until it has been done; then begin anew.

    A trial whose kill came before the end is repeated by the next one, on whatever the killed process has left.
    """
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    judge = _Judge(subject)
    began = time.monotonic()
    for trial in range(count):
        # The last one is never killed before its end, so that both states are always seen.
        delay = judge.duration * LONGEST_DELAY * chance.random() if trial < count - 1 else None
        end = run_and_kill(subject.act, delay)
        if end.acknowledged:
            judge.duration += (end.seconds - judge.duration) / 5
        elif delay and delay > judge.duration:
            judge.duration *= 1.2  # the machine has become slower
        judge.judge(end)
    judge.finish()
    judge.tally.seconds = time.monotonic() - began
    return judge.tally


def kill_everywhere(subject: Subject, alike: tuple[str, ...] = ()) -> tuple[Tally, list[str], list[bool]]:
    """Kill the operation before each statement, before and after each commit and before each change of a file.

    Statements that begin with the same word of ``alike`` count as one when they follow each other. Return besides the
    tally the points in their order, and for each whether the operation was done when it was killed there.
    """
    judge = _Judge(subject)
    began = time.monotonic()
    points = _list_points(subject, alike)
    done = []
    for number in range(len(points)):
        end = run_and_kill(lambda number=number: _act_until(subject, alike, number))  # type: ignore[misc]
        assert not end.acknowledged, f"point {number} was not reached: {points[number]}"
        done.append(judge.judge(end))
    judge.finish()
    judge.tally.seconds = time.monotonic() - began
    return judge.tally, points, done


class _Judge:
    """Knows the states before and after and puts every trial where it belongs."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.tally = Tally()
        subject.reset()
        self.before = subject.look()
        subject.act()
        self.after = subject.look()
        assert self.before != self.after
        assert DAMAGED not in self.before + self.after, (self.before, self.after)
        subject.reset()
        assert subject.look() == self.before
        self.duration = run_and_kill(subject.act).seconds
        assert subject.look() == self.after
        subject.reset()

    def judge(self, end: End) -> bool:
        """Count one trial, and return whether the operation has been done; then everything is as before again."""
        tally, state = self.tally, self.subject.look()
        tally.trials += 1
        tally.inside += end.begun and not end.acknowledged
        if state == self.before:
            tally.before += 1
            if end.acknowledged:
                tally.lost += 1
                tally.wrong.append("acknowledged and lost")
            return False
        if state == self.after:
            tally.after += 1
            self._repeat()
        else:
            tally.half_done += 1
            tally.wrong.append(state)
        self.subject.reset()
        return state == self.after

    def finish(self) -> None:
        """Do undisturbed what the last kill may have prevented."""
        try:
            self.subject.act()
        except RefusalError as refusal:
            self.tally.wrong.append(str(refusal))
        if self.subject.look() != self.after:
            self.tally.doubled += 1
            self.tally.wrong.append(f"after repeating: {self.subject.look()}")
        self.subject.reset()

    def _repeat(self) -> None:
        """Do again what is done already, as somebody does who did not see it end."""
        if not self.subject.repeatable:
            return
        with contextlib.suppress(ConflictError):  # most operations say that it is done already
            self.subject.act()
        if self.subject.look() != self.after:
            self.tally.doubled += 1
            self.tally.wrong.append(f"after doing it twice: {self.subject.look()}")


class _Points:
    """Counts the moments at which something happens outside of the process, and ends it at one of them."""

    def __init__(self, folder: Path, alike: tuple[str, ...], last: int | None) -> None:
        self._folder = os.fspath(folder)
        self._alike = alike
        self._last = last
        self._word = ""
        self.reached: list[str] = []

    def watch(self) -> None:
        """Watch everything this process does from now on; it is never undone, for the process will end."""
        event.listen(Engine, "before_cursor_execute", self._statement)
        event.listen(Engine, "commit", lambda _: self._reach("COMMIT"))
        event.listen(Pool, "checkin", lambda *_: self._reach("connection returned"))
        sys.addaudithook(self._file)

    def _statement(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        word = statement.split(maxsplit=1)[0]
        if word != self._word or word not in self._alike:
            self._reach(statement)
        self._word = word

    def _file(self, name: str, details: tuple[Any, ...]) -> None:
        if name in ("open", "os.link", "os.rename", "os.remove") and str(details[0]).startswith(self._folder):
            self._reach(name)

    def _reach(self, what: str) -> None:
        if len(self.reached) == self._last:
            os.kill(os.getpid(), signal.SIGKILL)
        self.reached.append(" ".join(what.split())[:80])
        self._word = ""


def _act_until(subject: Subject, alike: tuple[str, ...], number: int) -> None:
    points = _Points(subject.folder, alike, number)
    points.watch()
    subject.act()


def _list_points(subject: Subject, alike: tuple[str, ...]) -> list[str]:
    """Return the points of an undisturbed run, which leaves them in a file."""
    listing = subject.folder / "points.json"

    def act() -> None:
        points = _Points(subject.folder, alike, None)
        points.watch()
        subject.act()
        reached = json.dumps(points.reached)
        listing.write_text(reached)

    run_and_kill(act)
    subject.reset()
    points: list[str] = json.loads(listing.read_text())
    listing.unlink()
    return points
