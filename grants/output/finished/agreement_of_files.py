"""Read the files of one document and compare them with its HTML; each difference with the kind of file it is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from grants.output.finished.agreement import pdf_differences, word_differences, workbook_differences
from grants.output.finished.culprit import HTML, blame_html
from grants.output.finished.difference import Difference
from grants.output.finished.html import misprinted, read_html
from grants.output.finished.measure import Measure
from grants.output.finished.pdf import FinishedPdf, read_pdfs
from grants.output.finished.printed_number import german_number
from grants.output.finished.reading import FileFaultError
from grants.output.finished.word import FinishedWord, read_word
from grants.output.finished.workbook import FinishedWorkbook, read_workbook_numbers
from grants.output.finished.workbook_agreement import cell_differences
from grants.output.html.document import control_tag

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from xml.etree.ElementTree import Element


Finished: TypeAlias = FinishedPdf | FinishedWord | FinishedWorkbook


@dataclass(frozen=True, slots=True)
class Compared:
    """Ein verglichenes Dokument: the tree of its HTML where it can be read, and the differences by suffix.

    ``is_html_at_fault`` is whether the HTML, which measures the others, is itself the one that was changed.
    """

    root: Element | None
    differences: dict[str, list[Difference]]
    is_html_at_fault: bool


def compare_documents(
    documents: Sequence[Mapping[str, bytes]], changed: Sequence[Collection[str]] = ()
) -> list[Compared]:
    """Compare the files of each document by suffix; ``changed`` are the suffixes of files that are not as made.

    All PDFs are read by one process. A file that cannot be read is a difference like others; without its HTML a
    document has no tree, and its other files are only read.
    """
    pdfs = iter(read_pdfs([files["pdf"] for files in documents if "pdf" in files]))
    return [
        _compare(files, next(pdfs) if "pdf" in files else None, suffixes)
        for files, suffixes in zip(documents, changed or [()] * len(documents), strict=True)
    ]


def _compare(
    files: Mapping[str, bytes], pdf: FinishedPdf | FileFaultError | None, changed: Collection[str]
) -> Compared:
    found: dict[str, list[Difference]] = {suffix: [] for suffix in files}
    measure, root = None, None
    try:
        root = read_html(files[HTML]) if HTML in files else None
    except FileFaultError as fault:
        found[HTML].append(Difference(str(fault)))
    if root is not None:
        measure = Measure(root)
        found[HTML] += _misprints(root)
    texts: dict[str, Mapping[str, str]] = {}
    for suffix in (each for each in files if each != HTML):
        try:
            finished = _read(suffix, files[suffix], pdf)
        except FileFaultError as fault:
            found[suffix].append(Difference(str(fault)))
            continue
        found[suffix] += _file_differences(finished, measure) if measure else []
        if suffix == "xlsx" and root is not None:
            found[suffix] += _not_named(found[suffix], cell_differences(root, files[suffix]))
        texts[suffix] = _named_texts(finished)
    blamed = blame_html(found, changed, texts)
    return Compared(root, blamed or found, blamed is not None)


def _read(suffix: str, content: bytes, pdf: FinishedPdf | FileFaultError | None) -> Finished:
    """Read one file. Raises FileFaultError when it cannot be read."""
    if suffix == "docx":
        return read_word(content)
    if suffix == "xlsx":
        return read_workbook_numbers(content)
    if pdf is None or isinstance(pdf, FileFaultError):
        raise pdf or FileFaultError
    return pdf


def _file_differences(finished: Finished, measure: Measure) -> list[Difference]:
    if isinstance(finished, FinishedPdf):
        return pdf_differences(measure, finished)
    if isinstance(finished, FinishedWord):
        return word_differences(measure, finished)
    return workbook_differences(measure, finished)


def _named_texts(finished: Finished) -> dict[str, str]:
    """Return how a file first prints its named numbers, by their tags in a Word file; none where a PDF is broken."""
    try:
        numbers = finished.numbers_as_json() if isinstance(finished, FinishedPdf) else finished.numbers
    except FileFaultError:  # the comparison has said it
        return {}
    texts: dict[str, str] = {}
    for number in numbers:
        texts.setdefault(control_tag(number.name), number.text)
    return texts


def _not_named(found: Sequence[Difference], others: Sequence[Difference]) -> list[Difference]:
    """Return the differences of cells that are not in the list already, there with the name of a figure."""
    named = {each.text.partition(": ")[0] for each in found}
    return [each for each in others if each.text.partition(": ")[0] not in named or "Zelle" not in each.text]


def _misprints(root: Element) -> list[Difference]:
    return [
        Difference(
            f"Der Text der Zahl „{located.number.name or 'ohne Namen'}“ druckt nicht ihren Wert ({located.words()}).",
            located.number.text,
            german_number(located.number.exact, located.number.text),
            located,
        )
        for located in misprinted(root)
    ]
