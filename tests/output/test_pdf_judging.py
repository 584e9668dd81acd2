"""PDFs are judged in a process of its own: the same verdict, and none is passed because nobody answered."""

from __future__ import annotations

import sys

import pytest

from grants.output.pdf.gate import findings
from grants.output.pdf.judging import judge
from tests.output.pdf_samples import pdf_of


def test_each_pdf_gets_the_verdict_of_the_gate() -> None:
    sound, none = pdf_of("<p>Text</p>"), b"kein PDF"
    assert judge([sound, none, sound]) == [(), findings(none), ()]
    assert findings(none)


@pytest.mark.parametrize("code", ["import os; os.abort()", "print('[]', end='')"], ids=["aborts", "is cut off"])
def test_without_an_answer_a_pdf_keeps_no_standard(code: str) -> None:
    found = judge([b"%PDF", b"%PDF"], (sys.executable, "-c", code))
    assert [[each.standard for each in one] for one in found] == [["PDF/A-3a", "PDF/UA-1"]] * 2
