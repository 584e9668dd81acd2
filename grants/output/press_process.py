"""The press as its users see it: orders go to one warm child process with limits, files or a refusal come back."""

from __future__ import annotations

import os
import pickle
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Self

from grants.output import press_child
from grants.output.press_answer import LONGEST_HEAD, StrangeAnswerError, read_head
from grants.output.press_child import CHECK, DEPTH, DISK, FILES, FINDINGS, LENGTH, MEMORY, REFUSAL, UNSTARTED
from ledger.finding import Place, UnreadableError, error

if TYPE_CHECKING:
    from collections.abc import Collection

    from grants.output.order import Order, Shop
    from grants.output.press_answer import Head
    from ledger.finding import Finding

CHILD = Path(press_child.__file__).resolve()
# -S and -s: nothing is imported that the parent does not name. -B: on a full disk Python would leave modules cut off.
PYTHON = (sys.executable, "-P", "-s", "-S", "-B", "-X", "utf8")
WAITS_LONGER = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: bytes of memory, seconds of work, bytes of a temporary file, bytes of all files."""

    memory: int = 1536 * 2**20
    seconds: int = 120
    temporary_file: int = 32 * 2**20
    answer: int = 256 * 2**20


class SettingError(UnreadableError):
    """A document cannot be set in full or within the limits; its text begins with the title of the document."""


class _NoAnswerError(Exception):
    """The child has ended, or has to be ended, before it answered; says whether it ran out of time."""

    def __init__(self, *, late: bool) -> None:
        super().__init__()
        self.late = late


class PressProcess:
    """One child process that makes all documents of a run; a new one takes over when it has ended.

    It ends with the ``with`` block, and by itself when this program is killed.
    """

    def __init__(self, shop: Shop, limits: Limits = Limits()) -> None:
        """Start nothing yet."""
        self._shop, self._limits = shop, limits
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._furnished = False

    def __enter__(self) -> Self:
        """Return the press itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the child."""
        self.close()

    def start(self) -> None:
        """Start the child, which loads what it needs meanwhile. Raises OSError without a place for temporary files."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        self._folder = Path(tempfile.mkdtemp(prefix="foerderbuch-"))
        limits = (self._limits.memory, self._limits.seconds, self._limits.temporary_file)
        self._process = subprocess.Popen(  # noqa: S603 - our own program; orders reach it as input only
            [*PYTHON, str(CHILD), str(os.getpid()), str(self._folder), *map(str, limits), *_import_places()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(self._folder),
            cwd=self._folder,
        )
        self._furnished = False

    def close(self) -> int:
        """End the child at once and return how it ended; nothing that it does is worth waiting for."""
        code = 0
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            code, self._process = self._process.returncode, None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
        return code

    def make(self, order: Order) -> dict[str, bytes]:
        """Return the files of an order by suffix.

        Raises SettingError when the document cannot be made within the limits, UnreadableError when the child cannot
        start, OSError when there is no room for temporary files.
        """
        return self._ask(order, order.title, order.formats)[1]

    def check(self) -> tuple[Finding, ...]:
        """Return what is wrong with the county's own layout. Raises as making a document does."""
        if not self._shop.house:
            return ()
        head, _ = self._ask(CHECK, "Hausvorlage", ())
        return tuple(error(Place(file, row=row), text, remedy) for file, row, text, remedy in head.said)

    def _ask(self, message: Order | str, title: str, formats: Collection[str]) -> tuple[Head, dict[str, bytes]]:
        self.start()
        try:
            self._send(message)
            head, files = self._receive(formats)
        except _NoAnswerError as problem:
            ended_by = self.close()
            if ended_by == UNSTARTED:
                raise _unstarted() from None
            raise _no_answer(title, late=problem.late or ended_by == -signal.SIGXCPU) from None
        except StrangeAnswerError:
            self.close()
            raise _strange(title) from None
        except BaseException:
            self.close()  # an interrupted answer must not become that of the next order
            raise
        if head.kind in (FILES, FINDINGS):
            return head, files
        if head.kind != REFUSAL:
            self.close()
        raise _refused(title, head)

    def _send(self, order: Order | str) -> None:
        assert self._process is not None  # noqa: S101 - start() was called
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        try:
            for message in (order,) if self._furnished else (self._shop, order):
                content = pickle.dumps(message)
                self._process.stdin.write(LENGTH.pack(len(content)) + content)
            self._process.stdin.flush()
        except BrokenPipeError:
            raise _NoAnswerError(late=False) from None
        self._furnished = True

    def _receive(self, formats: Collection[str]) -> tuple[Head, dict[str, bytes]]:
        until = monotonic() + self._limits.seconds * WAITS_LONGER
        (size,) = LENGTH.unpack(self._read(LENGTH.size, until))
        if size > LONGEST_HEAD:
            raise StrangeAnswerError
        head = read_head(self._read(size, until), formats, self._limits.answer)
        announced = head.said if head.kind == FILES else ()
        return head, {suffix: self._read(length, until) for suffix, length in announced}

    def _read(self, size: int, until: float) -> bytes:
        """Return so many bytes of the answer."""
        assert self._process is not None  # noqa: S101 - start() was called
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        pipe = self._process.stdout.fileno()
        waiting = select.poll()
        waiting.register(pipe, select.POLLIN)
        content = bytearray()
        while len(content) < size:
            if not waiting.poll(max(0, until - monotonic()) * 1000):
                raise _NoAnswerError(late=True)
            part = os.read(pipe, size - len(content))
            if not part:
                raise _NoAnswerError(late=False)
            content += part
        return bytes(content)


def _import_places() -> list[str]:
    """Return where this program finds its modules, the folder of the packages themselves included."""
    own, places = str(CHILD.parents[2]), [path or str(Path.cwd()) for path in sys.path]
    return places if own in places else [own, *places]


def _environment(folder: Path) -> dict[str, str]:
    """Return the variables of the child: what keeps a document the same everywhere, and a home that goes away."""
    fixed = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0", "HOME": str(folder), "TMPDIR": str(folder)}
    # Where somebody had to say where the system's libraries lie, the child needs it too.
    return fixed | {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}


_REMEDY = "Bitte hausvorlage und die Angaben dieses Dokuments prüfen, sonst die Betreuung des Verfahrens fragen."


def _no_answer(title: str, *, late: bool) -> SettingError:
    if late:
        return SettingError(
            f"{title}: Das Setzen dauerte länger als erlaubt und wurde abgebrochen.",
            _REMEDY,
        )
    return SettingError(f"{title}: Das Setzen brach ab; vermutlich reichte der Arbeitsspeicher nicht.", _REMEDY)


def _unstarted() -> UnreadableError:
    return UnreadableError(
        "Der Programmteil, der die Unterlagen setzt, lässt sich nicht starten: Es fehlt eine Bibliothek, oder die "
        "Installation ist beschädigt.",
        "Bitte die Bibliotheken des Systems prüfen, die die Installationsanleitung nennt, und Förderbuch neu "
        "installieren, sonst die Betreuung des Verfahrens fragen.",
    )


def _strange(title: str) -> SettingError:
    return SettingError(
        f"{title}: Der Programmteil, der die Unterlagen setzt, hat etwas Unzulässiges geantwortet und wurde beendet.",
        _REMEDY,
    )


def _refused(title: str, head: Head) -> Exception:
    """Return what a head without files says."""
    if head.kind == REFUSAL:
        return SettingError(*head.said)
    if head.kind == DISK:
        return OSError(head.said, os.strerror(head.said))
    if head.kind == MEMORY:
        return SettingError(f"{title}: Das Dokument braucht mehr Arbeitsspeicher, als erlaubt ist.", _REMEDY)
    if head.kind == DEPTH:
        return SettingError(f"{title}: Das Dokument oder seine Vorlage ist zu tief verschachtelt.", _REMEDY)
    return SettingError(f"{title}: Das Dokument lässt sich nicht setzen ({head.said}).", _REMEDY)
