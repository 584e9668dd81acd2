"""Typed narrative from a text file of the office: front matter between +++ lines, headings and paragraphs."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from grants.papers.elements import Section
from grants.settle.documents import Fields
from ledger.finding import UnreadableError
from ledger.imports.parse import CellError, printable

_MARK = "+++"
LONGEST_LINE = 5_000


@dataclass(frozen=True, slots=True)
class Narrative:
    """A text file: its front matter and its sections in order."""

    fields: Fields
    sections: tuple[Section, ...]

    def paragraphs(self, title: str) -> tuple[str, ...]:
        """Return the paragraphs of a section; none when it is not there."""
        return next((section.paragraphs for section in self.sections if section.title == title), ())


def read_narrative(text: str, file: str) -> Narrative:
    """Return the narrative of a text file.

    Allowed are a front matter in TOML, ``## headings`` and plain paragraphs. Raises UnreadableError with the line for
    anything else, because a mark-up that is not understood would be dropped or printed as it stands.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].lstrip("\ufeff").strip() != _MARK or _MARK not in lines[1:]:
        raise UnreadableError(
            f"{file}, Zeile 1: Der Vorspann zwischen zwei Zeilen +++ fehlt.",
            "Bitte die Datei nach dem Muster im Beispielordner beginnen.",
        )
    end = lines.index(_MARK, 1)
    try:
        data = tomllib.loads("\n".join(lines[1:end]))
    except tomllib.TOMLDecodeError as problem:
        raise UnreadableError(f"{file}: Der Vorspann ist nicht lesbar ({problem}).", "Bitte ihn berichtigen.") from None
    return Narrative(Fields(file, data), tuple(_sections(lines, end + 1, file)))


def _sections(lines: list[str], start: int, file: str) -> list[Section]:
    sections: list[tuple[str, list[list[str]]]] = []
    for number, line in enumerate(lines[start:], start=start + 1):
        words = line.strip()
        if words.startswith("## "):
            sections.append((_clean(words.removeprefix("## "), file, number), [[]]))
        elif words.startswith(("#", "* ", "- ", ">", "|", "```", "<")):
            raise UnreadableError(
                f"{file}, Zeile {number}: Diese Auszeichnung ist nicht vorgesehen: „{words[:40]}“.",
                "Bitte nur Überschriften mit ## und Absätze in Fließtext verwenden.",
            )
        elif words and not sections:
            raise UnreadableError(
                f"{file}, Zeile {number}: Vor dem Text fehlt eine Überschrift.", "Bitte mit ## eine Überschrift setzen."
            )
        elif words:
            sections[-1][1][-1].append(_clean(words, file, number))
        elif sections and sections[-1][1][-1]:
            sections[-1][1].append([])
    return [
        Section(title, tuple(" ".join(paragraph) for paragraph in paragraphs if paragraph))
        for title, paragraphs in sections
    ]


def _clean(line: str, file: str, number: int) -> str:
    try:
        return printable(line, LONGEST_LINE)
    except CellError as problem:
        raise UnreadableError(f"{file}, Zeile {number}: {problem.text}", problem.remedy) from None
