"""Documents just made: whether their files say the same, before anything of them is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.finding import Place, error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledger.finding import Finding

# Where one number is wrong in a file, often all of them are.
MOST_SHOWN = 10
BY_THE_HOUSE = (
    "Die Ursache liegt vermutlich in hausvorlage/: Bitte dort stil.css, die Schrift (läuft sie zu breit?) und eigene "
    "Vorlagen prüfen. Ohne den Ordner entsteht die Unterlage so, wie das Programm sie mitbringt."
)
BY_THE_PROGRAM = "Bitte diese Zeile an die Betreuung des Verfahrens geben."


def file_differences(documents: Sequence[Mapping[str, bytes]], *, own_layout: bool) -> Iterator[Finding]:
    """Yield what differs between the files of each document, which are given by name.

    ``own_layout``: the county has a layout of its own, which then is the likely cause.
    """
    from grants.output.finished.agreement_of_files import compare_documents

    remedy = BY_THE_HOUSE if own_layout else BY_THE_PROGRAM
    by_suffix = [{name.rpartition(".")[2]: content for name, content in files.items()} for files in documents]
    for files, compared in zip(documents, compare_documents(by_suffix), strict=True):
        for name in files:
            differences = compared.differences[name.rpartition(".")[2]]
            for each in differences[:MOST_SHOWN]:
                yield error(Place(name), each.text, remedy, found=each.found, expected=each.expected)
            if len(differences) > MOST_SHOWN:
                text = f"Dazu kommen {len(differences) - MOST_SHOWN} weitere Unterschiede in dieser Datei."
                yield error(Place(name), text, remedy)
