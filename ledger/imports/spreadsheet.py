"""Read an XLSX or ODS file in a child process with limits, so that no file can take the program down with it."""

from __future__ import annotations

import marshal
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger.finding import UnreadableError
from ledger.imports.cells import CellType, Row, Sheet
from ledger.imports.workbook import spreadsheet_child
from ledger.imports.workbook.raw_sheet import DAY, FAULTY, NUMBER, TEXT, UNCALCULATED, RawRow, RawSheet
from ledger.imports.workbook.spreadsheet_limits import LARGEST_PACKED, too_large

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# -I and -S: neither the caller's environment nor installed packages can change what the child runs.
# -B: on a full disk Python would leave modules compiled in part, which no later run could load.
CHILD = (sys.executable, "-I", "-S", "-B", "-X", "utf8", str(Path(spreadsheet_child.__file__).resolve()))
MOST_SECONDS = 180
_TYPES = {
    TEXT: CellType.TEXT,
    NUMBER: CellType.NUMBER,
    DAY: CellType.DAY,
    UNCALCULATED: CellType.UNCALCULATED,
    FAULTY: CellType.FAULTY,
}


def read_spreadsheet(
    content: bytes, file: str, child: Sequence[str] = CHILD, most_seconds: int = MOST_SECONDS
) -> tuple[Sheet, ...]:
    """Return every sheet with its filled cells as text; cached formula values count, missing ones are marked.

    Raises UnreadableError for anything that is not a sound, unencrypted XLSX or ODS within the limits, and when the
    child process ends without an answer.
    """
    if len(content) > LARGEST_PACKED:
        raise _of_file(file, too_large())
    kind, answer = _ask(content, file, child, most_seconds)
    if kind == spreadsheet_child.REFUSAL:
        raise _of_file(file, UnreadableError(*answer))
    return tuple(sheet(RawSheet(*raw)) for raw in answer)


def sheet(raw: RawSheet) -> Sheet:
    """Return a sheet as the readers of formats take it."""
    return Sheet(
        name=raw.name,
        rows=tuple(_rows(raw.rows)),
        hidden=raw.hidden,
        hidden_rows=tuple(raw.hidden_rows),
        filtered_rows=tuple(raw.filtered_rows),
        struck_rows=tuple(raw.struck_rows),
        hidden_columns=tuple(raw.hidden_columns),
        epoch_1904=raw.epoch_1904,
    )


def _rows(rows: Iterable[Sequence[object]]) -> Iterable[Row]:
    """Yield rows from number, texts and kinds; rows alike share one tuple of types."""
    types: dict[str, tuple[CellType, ...]] = {}
    for number, texts, kinds in map(RawRow._make, rows):
        if kinds not in types:
            types[kinds] = tuple(_TYPES[kind] for kind in kinds) if set(kinds) - {TEXT} else ()
        yield Row(number, tuple(texts), types[kinds])


def _ask(content: bytes, file: str, child: Sequence[str], most_seconds: int) -> tuple[str, Any]:
    """Return the child's answer. The child is gone when this returns or raises, however it ended."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file reaches it as input only
            [*child, str(len(content))],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=most_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _took_too_long(file) from None
    except OSError:
        raise UnreadableError(
            f"{file}: Das Leseprogramm für Arbeitsmappen lässt sich nicht starten.",
            "Bitte prüfen, ob genug Arbeitsspeicher frei ist, und den Befehl wiederholen.",
        ) from None
    if done.returncode == -signal.SIGXCPU:
        raise _took_too_long(file)
    try:
        kind, answer = marshal.loads(done.stdout) if done.returncode == 0 else ("", None)  # noqa: S302 - our own child
    except (EOFError, ValueError, TypeError):
        kind, answer = "", None
    if kind not in (spreadsheet_child.SHEETS, spreadsheet_child.REFUSAL):
        raise UnreadableError(
            f"{file}: Das Lesen der Arbeitsmappe brach ab; vermutlich ist sie beschädigt oder zu groß.",
            "Bitte die Datei in der Tabellenkalkulation öffnen und nur das benötigte Blatt als XLSX speichern.",
        )
    return kind, answer


def _took_too_long(file: str) -> UnreadableError:
    return UnreadableError(
        f"{file}: Das Lesen der Arbeitsmappe dauerte länger als erlaubt und wurde abgebrochen.",
        "Bitte nur das benötigte Blatt mit den benötigten Spalten ausgeben.",
    )


def _of_file(file: str, refusal: UnreadableError) -> UnreadableError:
    return UnreadableError(f"{file}: {refusal.text}", refusal.remedy)
