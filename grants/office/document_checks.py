"""pruefen: whether the finished documents of a year say the same in all their files, and the same as one another."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from grants.office.drafts import LISTING, read_listing
from grants.office.records import MADE
from ledger.book.store import open_book
from ledger.files import digest
from ledger.finding import Finding, Place, UnreadableError, error, hint
from ledger.imports.bounded import read_bounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from grants.office.workspace import Workspace
    from grants.output.finished.difference import Difference
    from ledger.period import FundingYear

INDEX = "index.html"
SUFFIXES = ("html", "pdf", "docx", "xlsx")
MOST_SHOWN = 10
_COMMANDS = {"verwendungsnachweis": "nachweis", "verteilung": "verteilen", "weitergabe": "weitergabe"}
_COMMANDS |= {"sitzungsvorlage": "vorlage"}


def check_documents(workspace: Workspace, year: FundingYear) -> tuple[Finding, ...]:
    """Compare the files of every finished document with its HTML, and all documents with one another.

    A difference blocks. That a file was changed or taken away since it was made is a hint.
    """
    from grants.output.finished.agreement_of_files import compare_documents

    try:
        check = _Check(workspace, year)
    except UnreadableError:
        text = "Die Liste der Unterlagen ist beschädigt; die Unterlagen wurden nicht verglichen."
        remedy = f"Bitte diese Liste und die Entwürfe löschen und „foerderbuch lauf {year.number}“ ausführen."
        return (error(Place(f"ausgabe/{year.number}/{LISTING}"), text, remedy),)
    if not check.contents:
        return tuple(check.findings)
    compared = compare_documents([check.files(stem) for stem in check.stems])
    for stem, (root, found) in zip(check.stems, compared, strict=True):
        check.add_document(stem, root, found)
    check.add_index()
    return tuple(check.findings)


def remaking(name: str, year: int) -> str:
    """Return the remedy for a document that is not as it was made: the command that makes it again."""
    kind = name.removeprefix(f"{year}-").partition(".")[0].partition("-")[0]
    return f"Bitte die Unterlage mit „foerderbuch {_COMMANDS.get(kind, 'lauf')} {year}“ neu erstellen."


class _Check:
    """The check of one year: what was made, what lies there, and the findings so far."""

    def __init__(self, workspace: Workspace, year: FundingYear) -> None:
        self.year, self.folder = year.number, workspace.outgoing(year)
        self.findings: list[Finding] = []
        self.contents: dict[str, bytes] = {}
        self._values: dict[str, tuple[Decimal, str]] = {}
        listed, noted = read_listing(self.folder / LISTING), _noted(workspace, year)
        for name in listed | noted:
            self._take(name, noted.get(name, ""), listed=name in listed)
        self.stems = sorted({name.rpartition(".")[0] for name in self.contents if name != INDEX})

    def place(self, name: str) -> Place:
        return Place(f"ausgabe/{self.year}/{name}")

    def files(self, stem: str) -> dict[str, bytes]:
        """Return the files of a document by suffix."""
        names = {suffix: f"{stem}.{suffix}" for suffix in SUFFIXES}
        return {suffix: self.contents[name] for suffix, name in names.items() if name in self.contents}

    def add_document(self, stem: str, root: Element | None, found: Mapping[str, list[Difference]]) -> None:
        """Add the findings of a document."""
        if "html" not in found:
            text = "Es fehlt das HTML der Unterlage, an dem ihre übrigen Dateien gemessen werden."
            self.findings.append(error(self.place(f"{stem}.html"), text, remaking(stem, self.year)))
        for suffix, differences in found.items():
            name = f"{stem}.{suffix}"
            for difference in differences[:MOST_SHOWN]:
                self.findings.append(
                    error(
                        self.place(name),
                        difference.text,
                        remaking(stem, self.year),
                        found=difference.found,
                        expected=difference.expected,
                    )
                )
            if len(differences) > MOST_SHOWN:
                text = f"Dazu kommen {len(differences) - MOST_SHOWN} weitere Unterschiede in dieser Datei."
                self.findings.append(error(self.place(name), text, remaking(stem, self.year)))
        if root is not None:
            self._compare_values(f"{stem}.html", root)

    def add_index(self) -> None:
        """Compare the page that leads to the documents."""
        from grants.output.finished.html import read_index
        from grants.output.finished.reading import FileFaultError

        if INDEX not in self.contents:
            return
        try:
            self._compare_values(INDEX, read_index(self.contents[INDEX]))
        except FileFaultError as fault:
            self.findings.append(error(self.place(INDEX), str(fault), remaking(INDEX, self.year)))

    def _compare_values(self, name: str, root: Element) -> None:
        """Compare the named numbers of a document with those of the documents before it."""
        from grants.output.html.document import named_numbers

        for figure, number in named_numbers(root).items():
            value, file = self._values.setdefault(figure, (Decimal(number.exact), name))
            if value != Decimal(number.exact):
                text = f"Die Zahl „{figure}“ hat hier einen anderen Wert als in {file}."
                remedy = f"Bitte alle Unterlagen mit „foerderbuch lauf {self.year}“ neu erstellen."
                self.findings.append(error(self.place(name), text, remedy, found=number.exact, expected=str(value)))

    def _take(self, name: str, known: str, *, listed: bool) -> None:
        """Read a file that was made; hint at one that was changed or, when it is listed, taken away since.

        Only the digest in the book counts: the list beside the files is as easily changed as they are.
        """
        path = self.folder / name
        if Path(name).name != name or name.rpartition(".")[2] not in SUFFIXES:
            return
        if not path.is_file():
            if listed:
                text = "Die Datei wurde erstellt, liegt aber nicht mehr im Ordner."
                self.findings.append(hint(self.place(name), text, remaking(name, self.year)))
            return
        try:
            self.contents[name] = read_bounded(path, name)
        except UnreadableError as problem:
            text = problem.text.removeprefix(f"{name}: ")
            self.findings.append(error(self.place(name), text, remaking(name, self.year)))
            return
        except OSError:
            text = "Die Datei lässt sich nicht öffnen."
            self.findings.append(error(self.place(name), text, "Bitte die Leserechte der Datei prüfen."))
            return
        if digest(self.contents[name]) != known:
            # A run that was killed has listed its files and not noted them.
            text = (
                "Die Datei wurde seit der Erstellung geändert."
                if known
                else "Das Buch kennt diese Datei nicht; ihre Erstellung wurde abgebrochen, oder sie ist fremd."
            )
            self.findings.append(hint(self.place(name), text, remaking(name, self.year)))


def _noted(workspace: Workspace, year: FundingYear) -> dict[str, str]:
    """Return names and digests of all documents that the book notes for a year; the last note of a name counts."""
    return dict(_notes(workspace, year))


def _notes(workspace: Workspace, year: FundingYear) -> Iterator[tuple[str, str]]:
    for said in open_book(workspace.book_address, writing=False).notes(MADE):
        if said.get("jahr") == year.number:
            for made in said.get("unterlagen", ()):
                yield str(made["datei"]), str(made["sha256"])
