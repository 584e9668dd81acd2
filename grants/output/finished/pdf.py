"""Finished PDFs: the texts of their pages and the numbers embedded in them, read in a process with limits."""

from __future__ import annotations

import base64
import binascii
import csv
import io
import json
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grants.output.finished.reading import FileFaultError, ReadNumber, refuse_too_large
from grants.output.pdf.data import CSV_NAME, JSON_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# -I: the caller's environment cannot change what the child runs. -B: it leaves no compiled modules behind.
CHILD = (sys.executable, "-I", "-B", "-X", "utf8", str(Path(__file__).with_name("pdf_reading.py")))
MOST_SECONDS = 90
_ODDITIES = {
    "annotations": "Das PDF enthält Anmerkungen, Formularfelder oder Verweise, die das HTML nicht hat.",
    "size": "Eine Seite des PDF ist nicht im Format A4 oder beschnitten.",
    "layers": "Das PDF enthält Ebenen, die sich ein- und ausblenden lassen.",
    "invisible": "Das PDF enthält unsichtbaren Text.",
}
_HEAD = ["name", "wert", "text"]
_NO_PDF = "Die Datei ist keine lesbare PDF-Datei; sie ist beschädigt, verschlüsselt oder von anderer Art."
_TOO_LARGE = "Die Datei hat mehr Seiten, Text oder Anlagen, als ein Dokument dieses Programms haben kann."
_NO_ANSWER = "Das Lesen der Datei brach ab; vermutlich ist sie beschädigt."


@dataclass(frozen=True, slots=True)
class FinishedPdf:
    """Ein fertiges PDF: the visible text of each page, the embedded files by name.

    ``artifacts`` are, for each page, the texts that are marked as no part of the document: running lines and heads of
    tables that are repeated. ``oddities`` are German sentences about what no document of this program has.
    """

    pages: tuple[str, ...]
    artifacts: tuple[str, ...]
    attachments: Mapping[str, bytes]
    oddities: tuple[str, ...] = ()

    def numbers_as_json(self) -> tuple[ReadNumber, ...]:
        """Return the numbers of the embedded ``zahlen.json``. Raises FileFaultError when it is missing or broken."""
        data = self._attachment(JSON_NAME)
        try:
            listed = json.loads(data.decode("utf-8"), parse_int=_refuse, parse_float=_refuse)["zahlen"]
            return tuple(_number(each["name"], each["wert"], each["text"]) for each in listed)
        except (ValueError, KeyError, TypeError, RecursionError):
            raise _broken(JSON_NAME) from None

    def numbers_as_csv(self) -> tuple[ReadNumber, ...]:
        """Return the numbers of the embedded ``zahlen.csv``. Raises FileFaultError when it is missing or broken."""
        data = self._attachment(CSV_NAME)
        try:
            rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))
            if not rows or rows[0] != _HEAD:
                raise _broken(CSV_NAME)
            return tuple(_number(name, exact, text) for name, exact, text in rows[1:])
        except (ValueError, csv.Error):
            raise _broken(CSV_NAME) from None

    def _attachment(self, name: str) -> bytes:
        if name not in self.attachments:
            raise FileFaultError(f"Im PDF fehlt die Anlage {name}.")
        return self.attachments[name]


def read_pdfs(
    contents: Sequence[bytes], child: Sequence[str] = CHILD, most_seconds: int = MOST_SECONDS
) -> list[FinishedPdf | FileFaultError]:
    """Return what each PDF holds, or what keeps it from being read.

    One process reads all; where one document ends it, a new one reads those behind.
    """
    found: list[FinishedPdf | FileFaultError] = []
    while len(found) < len(contents):
        lines = _ask(contents[len(found) :], child, most_seconds)
        found += map(_answer, lines)
        if len(found) < len(contents):
            found.append(FileFaultError(_NO_ANSWER))
    return found


def read_pdf(content: bytes) -> FinishedPdf:
    """Return what one PDF holds. Raises FileFaultError."""
    (found,) = read_pdfs([content])
    if isinstance(found, FileFaultError):
        raise found
    return found


def _ask(contents: Sequence[bytes], child: Sequence[str], most_seconds: int) -> list[dict[str, Any]]:
    """Return the answers of one child, as many as it gave. It is gone when this returns, however it ended."""
    sent = [content if _fits(content) else b"" for content in contents]
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the files reach it as input only
            [*child, *(str(len(content)) for content in sent)],
            input=b"".join(sent),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=most_seconds,
            check=False,
        )
        said = done.stdout
    except subprocess.TimeoutExpired as problem:
        said = problem.stdout or b""
    # A line without its end is an answer that was cut off.
    return [json.loads(line) for line in said.split(b"\n")[:-1]]


def _fits(content: bytes) -> bool:
    try:
        refuse_too_large(content)
    except FileFaultError:
        return False
    return True


def _answer(said: dict[str, Any]) -> FinishedPdf | FileFaultError:
    if "refusal" in said:
        return FileFaultError(_NO_PDF if said["refusal"] == "no pdf" else _TOO_LARGE)
    try:
        attachments = {name: base64.b64decode(text) for name, text in said["attachments"].items()}
    except binascii.Error:
        return FileFaultError(_NO_ANSWER)
    oddities = [_ODDITIES[name] for name in said.get("oddities", ())]
    oddities += [
        f"Das PDF enthält die Anlage „{name}“, die nicht vom Verfahren stammt."
        for name in attachments
        if name not in (JSON_NAME, CSV_NAME)
    ]
    return FinishedPdf(tuple(said["pages"]), tuple(said["artifacts"]), attachments, tuple(oddities))


def _number(name: object, exact: object, text: object) -> ReadNumber:
    """Return an embedded number. Raises ValueError for what is none."""
    if not (isinstance(name, str) and isinstance(exact, str) and isinstance(text, str)):
        raise ValueError  # noqa: TRY004 - every way of being broken ends in the same refusal
    try:
        is_number = Decimal(exact).is_finite()
    except InvalidOperation:
        raise ValueError from None
    if not is_number:
        raise ValueError
    return ReadNumber(name, exact, text)


def _refuse(_: str) -> Any:  # noqa: ANN401 - json's own signature
    raise ValueError


def _broken(name: str) -> FileFaultError:
    return FileFaultError(f"Die Anlage {name} des PDF ist beschädigt.")
