"""What the files of an issued paper must keep: the standards of its PDF, whole parts, the same numbers in all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.office.equal_files import BY_THE_HOUSE, BY_THE_PROGRAM, file_differences
from ledger.finding import FindingsError, Place, error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledger.finding import Finding


def require_sound_files(documents: Sequence[Mapping[str, bytes]], *, own_layout: bool) -> None:
    """Raise FindingsError, naming every fault, unless the files of each document (by name) may be kept for good.

    ``own_layout``: the county has a layout of its own, which then is the likely cause.
    """
    remedy = BY_THE_HOUSE if own_layout else BY_THE_PROGRAM
    broken = (*_broken_standards(documents, remedy), *_broken_packages(documents, remedy))
    faults = broken or tuple(file_differences(documents, own_layout=own_layout))
    if faults:
        raise FindingsError(faults, "Die Dateien sind nicht einwandfrei; es wurde nichts ausgefertigt.")


def _broken_standards(documents: Sequence[Mapping[str, bytes]], remedy: str) -> Iterator[Finding]:
    from grants.output.pdf.judging import judge

    pdfs = {name: content for files in documents for name, content in files.items() if name.endswith(".pdf")}
    for name, found in zip(pdfs, judge(list(pdfs.values())), strict=True):
        for broken in found:
            text = f"Die Datei hält die Norm {broken.standard} nicht ein (Regel {broken.rule})."
            yield error(Place(name), text, remedy, found=broken.message)


def _broken_packages(documents: Sequence[Mapping[str, bytes]], remedy: str) -> Iterator[Finding]:
    from grants.output.finished.packages import require_whole_package
    from grants.output.finished.reading import FileFaultError

    for name, content in (each for files in documents for each in files.items()):
        if name.endswith((".docx", ".xlsx")):
            try:
                require_whole_package(content)
            except FileFaultError as fault:
                yield error(Place(name), str(fault), remedy)
