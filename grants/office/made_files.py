"""The finished files of a year as they lie in its folder: what they hold, and which are not as they were made."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from grants.office.drafts import LISTING, read_listing
from grants.office.records import MADE
from ledger.book.store import open_book
from ledger.files import digest
from ledger.finding import UnreadableError
from ledger.german import join_words
from ledger.imports.bounded import read_bounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grants.office.workspace import Workspace
    from ledger.period import FundingYear

INDEX = "index.html"
SUFFIXES = ("html", "pdf", "docx", "xlsx")
MOST_NAMED = 3
_COMMANDS = {"verwendungsnachweis": "nachweis", "verteilung": "verteilen", "weitergabe": "weitergabe"}
_COMMANDS |= {"sitzungsvorlage": "vorlage"}
_WHOLE_YEAR = "lauf"


@dataclass(slots=True)
class MadeFiles:
    """Die fertigen Dateien eines Jahres: contents by name, and what is known of each.

    ``gone`` are listed but not there, ``unread`` cannot be read for the reason given, ``changed`` differ from what was
    made, and of ``unknown`` nothing says how they were made. ``is_listed`` is whether there is a list of them.
    """

    year: int
    is_listed: bool
    contents: dict[str, bytes] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)

    def remedy(self, name: str, *, whole_year: bool = False) -> str:
        """Return how to get a document, or all of them, as it should be: the command, and what is in its way.

        A command never replaces a file that somebody has changed.
        """
        command = _WHOLE_YEAR if whole_year else _command(name, self.year)
        in_way = {each for each in self.changed if command in (_WHOLE_YEAR, _command(each, self.year))}
        in_way |= {name} & self.unknown
        remake = f"„foerderbuch {command} {self.year}“ neu erstellen."
        made_again = "alle Unterlagen" if whole_year else "die Unterlage"
        if not in_way:
            return f"Bitte {made_again} mit {remake}"
        if in_way == {name}:
            return f"Bitte die Datei löschen oder umbenennen und mit {remake}"
        named = join_words(sorted(in_way)) if len(in_way) <= MOST_NAMED else "alle geänderten Dateien"
        return f"Bitte {named} löschen oder umbenennen und {made_again} mit {remake}"


def read_made_files(workspace: Workspace, year: FundingYear) -> MadeFiles:
    """Read the files of a year that were made, or all that lie there when their list is gone.

    Raises UnreadableError when somebody has broken the list.
    """
    folder = workspace.outgoing(year)
    listed, noted = read_listing(folder / LISTING), _noted(workspace, year)
    made = MadeFiles(year.number, (folder / LISTING).is_file())
    lying = () if made.is_listed else [path.name for path in sorted(folder.glob(f"{year.number}-*.*"))]
    for name in dict.fromkeys((*listed, *noted, *lying)):
        if Path(name).name == name and name.rpartition(".")[2] in SUFFIXES:
            # Only the digest in the book counts: the list beside the files is as easily changed as they are.
            _take(made, folder / name, {noted.get(name, "")} - {""}, listed=name in listed)
    return made


def _take(made: MadeFiles, path: Path, known: set[str], *, listed: bool) -> None:
    """Read one file and say what is known of it."""
    name = path.name
    if not path.is_file():
        if listed:
            made.gone.append(name)
        return
    try:
        made.contents[name] = read_bounded(path, name)
    except UnreadableError as problem:
        made.unread[name] = problem.text.removeprefix(f"{name}: ")
        made.changed.add(name)
    except OSError:
        made.unread[name] = "Die Datei lässt sich nicht öffnen."
    else:
        if not known:
            made.unknown.add(name)
        elif digest(made.contents[name]) not in known:
            made.changed.add(name)


def _command(name: str, year: int) -> str:
    """Return the command that makes a document."""
    kind = name.removeprefix(f"{year}-").partition(".")[0].partition("-")[0]
    return _COMMANDS.get(kind, _WHOLE_YEAR)


def _noted(workspace: Workspace, year: FundingYear) -> Mapping[str, str]:
    """Return names and digests of all documents that the book notes for a year; the last note of a name counts."""
    return dict(_notes(workspace, year))


def _notes(workspace: Workspace, year: FundingYear) -> Iterator[tuple[str, str]]:
    for said in open_book(workspace.book_address, writing=False).notes(MADE):
        if said.get("jahr") == year.number:
            for made in said.get("unterlagen", ()):
                yield str(made["datei"]), str(made["sha256"])
