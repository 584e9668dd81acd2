"""What the files of an issued paper must keep: the standards of its PDF, whole parts, the same numbers in all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.office.document_checks import MOST_SHOWN
from ledger.finding import FindingsError, Place, error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledger.finding import Finding


def require_sound_files(documents: Sequence[Mapping[str, bytes]]) -> None:
    """Raise FindingsError, naming every fault, unless the files of each document (by name) may be kept for good."""
    faults = (*_broken_standards(documents), *_broken_packages(documents)) or tuple(_differences(documents))
    if faults:
        raise FindingsError(faults, "Die Dateien sind nicht einwandfrei; es wurde nichts ausgefertigt.")


def _broken_standards(documents: Sequence[Mapping[str, bytes]]) -> Iterator[Finding]:
    from grants.output.pdf.judging import judge

    pdfs = {name: content for files in documents for name, content in files.items() if name.endswith(".pdf")}
    for name, found in zip(pdfs, judge(list(pdfs.values())), strict=True):
        for broken in found:
            text = f"Die Datei hält die Norm {broken.standard} nicht ein (Regel {broken.rule})."
            remedy = "Bitte eigene Vorlagen des Landkreises prüfen; sonst die Betreuung des Verfahrens fragen."
            yield error(Place(name), text, remedy, found=broken.message)


def _broken_packages(documents: Sequence[Mapping[str, bytes]]) -> Iterator[Finding]:
    from grants.output.finished.packages import require_whole_package
    from grants.output.finished.reading import FileFaultError

    for name, content in (each for files in documents for each in files.items()):
        if name.endswith((".docx", ".xlsx")):
            try:
                require_whole_package(content)
            except FileFaultError as fault:
                yield error(Place(name), str(fault), "Bitte die Betreuung des Verfahrens fragen.")


def _differences(documents: Sequence[Mapping[str, bytes]]) -> Iterator[Finding]:
    from grants.output.finished.agreement_of_files import compare_documents

    by_suffix = [{name.rpartition(".")[2]: content for name, content in files.items()} for files in documents]
    for files, (_, found) in zip(documents, compare_documents(by_suffix), strict=True):
        for name in files:
            for difference in found[name.rpartition(".")[2]][:MOST_SHOWN]:
                remedy = "Bitte diese Zeile an die Betreuung des Verfahrens geben."
                yield error(Place(name), difference.text, remedy, found=difference.found, expected=difference.expected)
