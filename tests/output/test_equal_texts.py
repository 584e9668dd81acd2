"""The finished documents of the example say the same in all their files, word by word."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from grants.output.finished.html import read_html
from grants.output.finished.measure import Measure, text_gaps
from grants.output.finished.pdf import FinishedPdf, read_pdfs
from grants.output.finished.visible import words_of
from grants.output.finished.word import read_word

if TYPE_CHECKING:
    from pathlib import Path


def documents(folder: Path) -> list[Path]:
    found = sorted((folder / "ausgabe" / "2025").glob("2025-*.html"))
    assert len(found) == 6
    return found


def test_a_word_file_has_the_words_of_its_html_and_no_others(finished: Path) -> None:
    for path in documents(finished):
        words = words_of(read_word(path.with_suffix(".docx").read_bytes()).text)
        missing, besides = text_gaps(Measure(read_html(path.read_bytes())), words)
        assert not missing, path.name
        assert not besides, path.name


def test_a_pdf_has_the_words_of_its_html_and_besides_only_marks_of_footnotes_and_the_letterhead(finished: Path) -> None:
    pages = read_pdfs([path.with_suffix(".pdf").read_bytes() for path in documents(finished)])
    for path, pdf in zip(documents(finished), pages, strict=True):
        assert isinstance(pdf, FinishedPdf)
        measure = Measure(read_html(path.read_bytes()))
        missing, besides = text_gaps(measure, [word for page in pdf.pages for word in words_of(page)])
        assert not missing, path.name
        besides -= measure.text.marks + Counter(measure.text.letterhead)
        assert not besides, path.name
