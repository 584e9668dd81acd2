"""pruefen: whether the finished documents of a year say the same in all their files, and the same as one another."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from grants.office.drafts import LISTING
from grants.office.equal_files import MOST_SHOWN
from grants.office.made_files import INDEX, SUFFIXES, MadeFiles, read_made_files
from ledger.finding import Finding, Place, UnreadableError, error, hint
from ledger.german import format_decimal

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from grants.office.workspace import Workspace
    from grants.output.finished.agreement_of_files import Compared
    from grants.output.finished.difference import Difference
    from ledger.period import FundingYear


def check_documents(workspace: Workspace, year: FundingYear) -> tuple[Finding, ...]:
    """Compare the files of every finished document with its HTML, and all documents with one another.

    A difference blocks. That a file was changed or taken away since it was made is a hint.
    """
    from grants.output.finished.agreement_of_files import compare_documents

    try:
        made = read_made_files(workspace, year)
    except UnreadableError:
        text = "Die Liste der Unterlagen ist beschädigt; die Unterlagen wurden nicht verglichen."
        remedy = f"Bitte diese Liste und die Entwürfe löschen und „foerderbuch lauf {year.number}“ ausführen."
        return (error(Place(f"ausgabe/{year.number}/{LISTING}"), text, remedy),)
    check = _Check(made)
    if made.contents:
        stems = sorted({name.rpartition(".")[0] for name in made.contents if name != INDEX})
        compared = compare_documents([check.files(stem) for stem in stems], [check.changed(stem) for stem in stems])
        # Of two documents the one that nobody has changed is the measure of the other.
        for stem, document in sorted(zip(stems, compared, strict=True), key=lambda pair: pair[1].is_html_at_fault):
            check.add_document(stem, document)
        check.add_index()
    check.add_hints()
    return tuple(check.findings)


class _Check:
    """The check of one year: what was made, and the findings so far."""

    def __init__(self, made: MadeFiles) -> None:
        self.made = made
        self.findings = [error(self.place(name), text, self._opening(name)) for name, text in made.unread.items()]
        self._told: set[str] = set()
        self._values: dict[str, tuple[Decimal, str]] = {}

    def place(self, name: str) -> Place:
        return Place(f"ausgabe/{self.made.year}/{name}")

    def files(self, stem: str) -> dict[str, bytes]:
        """Return the files of a document by suffix."""
        names = {suffix: f"{stem}.{suffix}" for suffix in SUFFIXES}
        return {suffix: self.made.contents[name] for suffix, name in names.items() if name in self.made.contents}

    def changed(self, stem: str) -> set[str]:
        """Return the suffixes of the files of a document that are not as they were made."""
        return {suffix for suffix in SUFFIXES if f"{stem}.{suffix}" in self.made.changed}

    def add_document(self, stem: str, document: Compared) -> None:
        """Add the findings of a document."""
        if "html" not in document.differences and f"{stem}.html" not in self.made.unread:
            text = "Es fehlt das HTML der Unterlage, an dem ihre übrigen Dateien gemessen werden."
            self.findings.append(error(self.place(f"{stem}.html"), text, self.made.remedy(f"{stem}.html")))
        for suffix, differences in document.differences.items():
            name = f"{stem}.{suffix}"
            self.findings += [self._finding(name, difference) for difference in differences[:MOST_SHOWN]]
            if len(differences) > MOST_SHOWN:
                text = f"Dazu kommen {len(differences) - MOST_SHOWN} weitere Unterschiede in dieser Datei."
                self.findings.append(error(self.place(name), text, self.made.remedy(name)))
        if document.is_html_at_fault:
            self._told.add(f"{stem}.html")
        elif document.root is not None:
            self._compare_values(f"{stem}.html", document.root)

    def add_index(self) -> None:
        """Compare the page that leads to the documents."""
        from grants.output.finished.html import read_index
        from grants.output.finished.reading import FileFaultError

        if INDEX not in self.made.contents:
            return
        try:
            self._compare_values(INDEX, read_index(self.made.contents[INDEX]))
        except FileFaultError as fault:
            self.findings.append(error(self.place(INDEX), str(fault), self.made.remedy(INDEX)))

    def add_hints(self) -> None:
        """Add what was changed or taken away, unless an error has said it."""
        year = self.made.year
        if self.made.contents and not self.made.is_listed:
            text = "Die Liste der erstellten Unterlagen fehlt; verglichen wurde, was im Ordner liegt."
            remedy = f"Bitte „foerderbuch lauf {year}“ ausführen; der Befehl legt die Liste neu an."
            self.findings.append(hint(self.place(LISTING), text, remedy))
        for name in self.made.gone:
            text = "Die Datei wurde erstellt, liegt aber nicht mehr im Ordner."
            self.findings.append(hint(self.place(name), text, self.made.remedy(name)))
        for name in sorted(self.made.changed - self.made.unread.keys() - self._told):
            text = "Die Datei wurde seit der Erstellung geändert."
            self.findings.append(hint(self.place(name), text, self.made.remedy(name)))

    def _opening(self, name: str) -> str:
        return self.made.remedy(name) if name in self.made.changed else "Bitte die Leserechte der Datei prüfen."

    def _finding(self, name: str, difference: Difference) -> Finding:
        make, remedy = error if difference.blocks else hint, self.made.remedy(name)
        return make(self.place(name), difference.text, remedy, found=difference.found, expected=difference.expected)

    def _compare_values(self, name: str, root: Element) -> None:
        """Compare the named numbers of a document with those of the documents before it."""
        from grants.output.html.document import named_numbers

        for figure, number in named_numbers(root).items():
            own = Decimal(number.exact)
            value, file = self._values.setdefault(figure, (own, name))
            if value != own:
                text = f"Die Zahl „{figure}“ hat hier einen anderen Wert als in {file}."
                remedy = self.made.remedy(name, whole_year=True)
                found, expected = format_decimal(own), format_decimal(value)
                self.findings.append(error(self.place(name), text, remedy, found=found, expected=expected))
