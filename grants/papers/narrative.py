"""Typed narrative from a text file of the office: front matter between +++ lines, headings and paragraphs."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.papers.elements import Section
from grants.settle.documents import Fields, toml_place
from ledger.finding import UnreadableError
from ledger.german import format_count
from ledger.imports.parse import CellError, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARK = "+++"
_MARKUP = re.compile(r"\*\*|__|`|\]\(")
LONGEST_LINE = 5_000
_SHOWN, _MOST_FAULTS = 40, 20
# A quotation begins where a word begins and ends where one ends, and holds no further straight quote.
_QUOTED = re.compile(r'(?<![^\s(\[–-])"(?=[^\s"])([^"]*)(?<=[^\s"])"(?![^\s.,;:!?)\]–-])')


@dataclass(frozen=True, slots=True)
class Narrative:
    """A text file: its front matter and its sections in order."""

    fields: Fields
    sections: tuple[Section, ...]

    def paragraphs(self, title: str) -> tuple[str, ...]:
        """Return the paragraphs of a section; none when it is not there."""
        return next((section.paragraphs for section in self.sections if section.title == title), ())


def read_narrative(text: str, file: str, titles: tuple[str, ...]) -> Narrative:
    """Return the narrative of a text file.

    Allowed are a front matter in TOML, the ``## headings`` among ``titles`` (each once) and plain paragraphs. Raises
    UnreadableError with every line that holds anything else, because it would be dropped or printed as it stands.
    """
    lines = [line.rstrip(" \t\r") for line in text.split("\n")]
    if not lines or lines[0] != _MARK or _MARK not in lines[1:]:
        raise UnreadableError(
            f"{file}, Zeile 1: Der Vorspann zwischen zwei Zeilen +++ fehlt.",
            "Bitte die Datei nach dem Muster im Beispielordner beginnen.",
        )
    end = lines.index(_MARK, 1)
    try:
        data = tomllib.loads("\n".join(lines[1:end]))
    except tomllib.TOMLDecodeError as problem:
        where = f"{file}, Vorspann{toml_place(problem)}"
        raise UnreadableError(f"{where}: Die Angabe ist nicht lesbar.", "Bitte die Stelle berichtigen.") from None
    return Narrative(Fields(file, data), tuple(_sections(lines, end + 1, file, titles)))


def _sections(lines: list[str], start: int, file: str, titles: tuple[str, ...]) -> list[Section]:
    """Return the sections. Raises UnreadableError with all faults of the text at once."""
    sections: list[tuple[str, list[list[str]]]] = []
    faults: list[UnreadableError] = []
    for number, line in enumerate(lines[start:], start=start + 1):
        try:
            _take_line(line.strip(), sections, titles, f"{file}, Zeile {number}")
        except UnreadableError as fault:
            faults.append(fault)
    if faults:
        raise _all_at_once(faults)
    return [
        Section(title, tuple(german_quotes(" ".join(paragraph)) for paragraph in paragraphs if paragraph))
        for title, paragraphs in sections
    ]


def _take_line(words: str, sections: list[tuple[str, list[list[str]]]], titles: tuple[str, ...], where: str) -> None:
    """Add a line to the sections so far. Raises UnreadableError for one that would be dropped or printed as it is."""
    if words.startswith("## "):
        # Whatever is wrong with a heading, the text below it is looked at too.
        sections.append((words.removeprefix("## "), [[]]))
        title = _clean(words.removeprefix("## "), where)
        _check_title(title, [known for known, _ in sections[:-1]], titles, where)
        sections[-1] = (title, [[]])
    elif words.startswith(("#", "* ", "- ", ">", "|", "<")) or _MARKUP.search(words):
        raise UnreadableError(
            f"{where}: Diese Auszeichnung ist nicht vorgesehen: „{words[:_SHOWN]}“.",
            "Bitte nur Überschriften mit ## und Absätze in Fließtext verwenden.",
        )
    elif words and not sections:
        raise UnreadableError(f"{where}: Vor dem Text fehlt eine Überschrift.", "Bitte mit ## eine Überschrift setzen.")
    elif words:
        sections[-1][1][-1].append(_clean(words, where))
    elif sections and sections[-1][1][-1]:
        sections[-1][1].append([])


def _all_at_once(faults: Sequence[UnreadableError]) -> UnreadableError:
    """Return one refusal with every fact and, each once, every remedy."""
    shown = [fault.text for fault in faults[:_MOST_FAULTS]]
    if len(faults) > _MOST_FAULTS:
        shown.append(f"Dazu kommen {len(faults) - _MOST_FAULTS} weitere Stellen.")
    remedies = dict.fromkeys(fault.remedy for fault in faults[:_MOST_FAULTS])
    return UnreadableError(" ".join(shown), " ".join(remedies))


def german_quotes(paragraph: str) -> str:
    """Return a paragraph with „…“ for straight quotes that are clearly a pair; a lone one (24") stays as typed."""
    return _QUOTED.sub("„\\1“", paragraph)


def _check_title(title: str, before: list[str], titles: tuple[str, ...], where: str) -> None:
    """Refuse a heading that no paper prints, or that would be printed once though it stands twice."""
    if title in before:
        raise UnreadableError(f"{where}: Die Überschrift „{title}“ steht zweimal da.", "Bitte die Abschnitte vereinen.")
    if title not in titles:
        raise UnreadableError(
            f"{where}: Die Überschrift „{title}“ ist nicht vorgesehen.", f"Vorgesehen sind: {'; '.join(titles)}."
        )


def _clean(line: str, where: str) -> str:
    try:
        return printable(line, LONGEST_LINE)
    except CellError as problem:
        limit = f" Erlaubt sind höchstens {format_count(LONGEST_LINE)} Zeichen." if len(line) > LONGEST_LINE else ""
        raise UnreadableError(f"{where}: {problem.text}{limit}", problem.remedy) from None
