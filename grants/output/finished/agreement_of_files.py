"""Read the files of one document and compare them with its HTML; each difference with the kind of file it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.output.finished.agreement import pdf_differences, word_differences, workbook_differences
from grants.output.finished.difference import Difference
from grants.output.finished.html import misprinted, read_html
from grants.output.finished.measure import Measure
from grants.output.finished.pdf import read_pdfs
from grants.output.finished.reading import FileFaultError
from grants.output.finished.word import read_word
from grants.output.finished.workbook import read_workbook_numbers
from grants.output.finished.workbook_agreement import cell_differences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

    from grants.output.finished.pdf import FinishedPdf

HTML = "html"


def compare_documents(
    documents: Sequence[Mapping[str, bytes]],
) -> list[tuple[Element | None, dict[str, list[Difference]]]]:
    """Return, for the files of each document by suffix, the tree of its HTML and the differences by suffix.

    All PDFs are read by one process. A file that cannot be read is a difference like others; without its HTML a
    document has no tree, and its other files are only read.
    """
    pdfs = iter(read_pdfs([files["pdf"] for files in documents if "pdf" in files]))
    return [_compare(files, next(pdfs) if "pdf" in files else None) for files in documents]


def _compare(
    files: Mapping[str, bytes], pdf: FinishedPdf | FileFaultError | None
) -> tuple[Element | None, dict[str, list[Difference]]]:
    found: dict[str, list[Difference]] = {suffix: [] for suffix in files}
    measure, root = None, None
    try:
        root = read_html(files[HTML]) if HTML in files else None
    except FileFaultError as fault:
        found[HTML].append(Difference(str(fault)))
    if root is not None:
        measure = Measure(root)
        found[HTML] += _misprints(root)
    for suffix in (each for each in files if each != HTML):
        try:
            found[suffix] += _file_differences(suffix, files[suffix], pdf, measure)
            if suffix == "xlsx" and root is not None:
                found[suffix] += _not_named(found[suffix], cell_differences(root, files[suffix]))
        except FileFaultError as fault:
            found[suffix].append(Difference(str(fault)))
    return root, found


def _file_differences(
    suffix: str, content: bytes, pdf: FinishedPdf | FileFaultError | None, measure: Measure | None
) -> list[Difference]:
    """Compare one file. Raises FileFaultError when it cannot be read."""
    if suffix == "pdf":
        if isinstance(pdf, FileFaultError):
            raise pdf
        return pdf_differences(measure, pdf) if measure and pdf else []
    if suffix == "docx":
        word = read_word(content)
        return word_differences(measure, word) if measure else []
    book = read_workbook_numbers(content)
    return workbook_differences(measure, book) if measure else []


def _not_named(found: Sequence[Difference], others: Sequence[Difference]) -> list[Difference]:
    """Return the differences of cells that are not in the list already, there with the name of a figure."""
    named = {each.text.partition(": ")[0] for each in found}
    return [each for each in others if each.text.partition(": ")[0] not in named or "Zelle" not in each.text]


def _misprints(root: Element) -> list[Difference]:
    return [
        Difference(
            f"Der Text der Zahl „{located.number.name or 'ohne Namen'}“ druckt nicht ihren Wert ({located.words()}).",
            located.number.text,
            located.number.exact,
        )
        for located in misprinted(root)
    ]
