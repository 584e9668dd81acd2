"""What the desk prints: results to stdout as text or JSON, findings and progress to stderr."""

from __future__ import annotations

import json
import shlex
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rich.progress import Progress, TaskID

    from grants.close.points import OpenPoint
    from grants.law.clause import Clause
    from grants.office.drafts import WrittenFile
    from grants.settle.figures import Figure
    from ledger.finding import Finding

SECONDS_BEFORE_PROGRESS = 1.0


def print_json(data: dict[str, Any]) -> None:
    """Print one JSON document and nothing else."""
    print(json.dumps(data, ensure_ascii=False, indent=2))


def say(line: str = "") -> None:
    """Print a line of the result."""
    print(printable_line(line))


def in_quotes(path: object) -> str:
    """Return a path as it can be typed into a shell: one with blanks needs quotes."""
    return shlex.quote(str(path))


def say_next(command: str, folder: Path, why: str = "") -> None:
    """Print the command to type next, with the folder it is for."""
    say(f"Nächster Schritt: foerderbuch {command} -C {in_quotes(folder)}{f' {why}' if why else ''}")


def findings_data(findings: Iterable[Finding]) -> dict[str, Any]:
    """Return findings in the shape other programs rely on."""
    return {
        "befunde": [
            {
                "schwere": finding.severity.value,
                "ort": {
                    "datei": finding.place.file,
                    "blatt": finding.place.sheet,
                    "zeile": finding.place.row,
                    "spalte": finding.place.column,
                },
                "wert": finding.found,
                "erwartet": finding.expected,
                "text": finding.text,
                "abhilfe": finding.remedy,
            }
            for finding in findings
        ]
    }


def clause_data(clause: Clause) -> dict[str, str]:
    """Return a clause in the shape other programs rely on."""
    return {
        "nr": clause.number,
        "regel": clause.rule,
        "dokument": clause.document,
        "status": clause.status.value,
    }


def print_findings(findings: Iterable[Finding]) -> None:
    """Print findings to stderr: place, fact, value found and expected, remedy; the blocking ones first."""
    for finding in sorted(findings, key=lambda finding: not finding.blocks):
        word = "Fehler" if finding.blocks else "Hinweis"
        lines = [f"{word}: {finding.place.words()}", f"  {finding.text}"]
        if finding.found:
            lines.append(f"  gefunden: {finding.found}")
        if finding.expected:
            lines.append(f"  erwartet: {finding.expected}")
        lines.append(f"  {finding.remedy}")
        print("\n".join(printable_line(line) for line in lines), file=sys.stderr)


def printable_line(line: str) -> str:
    """Replace control characters, so that no file can write to the terminal."""
    return "".join(sign if sign.isprintable() or sign == "\u00a0" else "\ufffd" for sign in line)


def files_data(files: Iterable[WrittenFile]) -> list[dict[str, Any]]:
    """Return written files in the shape other programs rely on."""
    return [
        {"titel": file.title, "pfad": str(file.path), "groesse": file.size, "sha256": file.digest} for file in files
    ]


def print_files(files: Iterable[WrittenFile]) -> None:
    """Print each document with its files, sizes and the beginning of their digests."""
    title = ""
    for file in files:
        if file.title != title:
            title = file.title
            say(f"  {title}")
        say(f"    {file.path}  ({file.size // 1000 or 1} kB, SHA-256 {file.digest[:12]}…)")


def say_points(points: Sequence[OpenPoint]) -> None:
    """Print what people still have to do."""
    say(f"Noch offen ({len(points)}):")
    for point in points:
        say(f"  - {point.text} {point.remedy}")


def points_data(points: Iterable[OpenPoint]) -> list[dict[str, str]]:
    """Return open points in the shape other programs rely on."""
    return [{"text": point.text, "abhilfe": point.remedy} for point in points]


def figure_data(figure: Figure) -> dict[str, Any]:
    """Return a figure in the shape other programs rely on."""
    data: dict[str, Any] = {"name": figure.name, "wert": figure.exact, "einheit": figure.unit}
    if figure.rounding is not None:
        data["rundung"] = figure.rounding.value
    if figure.forecast:
        data["prognose"] = True
    return data


class Terminal:
    """Progress with counts on stderr for stages of more than a second: a bar for people, lines for a log."""

    def __init__(self) -> None:
        """Begin without a stage."""
        self._name, self._total, self._done, self._since = "", 0, 0, 0.0
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def stage(self, name: str, total: int) -> None:
        """Begin a stage."""
        self._close_bar()
        self._name, self._total, self._done, self._since = name, total, 0, time.monotonic()

    def step(self, what: str) -> None:
        """Report a finished step of a stage that takes longer."""
        self._done += 1
        if time.monotonic() - self._since >= SECONDS_BEFORE_PROGRESS:
            if sys.stderr.isatty():
                self._move_bar(printable_line(what))
            else:
                print(f"{self._name}: {self._done}/{self._total} {printable_line(what)}", file=sys.stderr, flush=True)
        if self._done == self._total:
            self._close_bar()

    def _move_bar(self, what: str) -> None:
        if self._bar is None:
            self._bar = _progress_bar()
            self._bar.start()
            self._task = self._bar.add_task(self._name, total=self._total, what=what)
        if self._task is not None:
            self._bar.update(self._task, completed=self._done, what=what)

    def _close_bar(self) -> None:
        if self._bar is not None:
            self._bar.stop()
        self._bar = None


def _progress_bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[what]}", markup=False),
        console=Console(stderr=True),
        transient=True,
    )
