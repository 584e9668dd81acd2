"""Streams whose data end with a carriage return: found by every validator as long as they say they are."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pytest

from grants.output.pdf.gate import findings
from grants.output.pdf.stream_ends import separate_stream_ends
from tests.output.pdf_samples import opened, pdf_of

# The sum that ends a compressed stream depends on its content; that of these two ends with a carriage return.
ENDING_SO = (b"19990", b"28990")


def with_streams(*contents: bytes) -> bytes:
    """Return a PDF as the last step writes it, with these streams compressed, and objects behind them."""
    with opened(pdf_of("<p>x</p>")) as pdf:
        pdf.Root.Probe = pikepdf.Array(
            [pdf.make_stream(zlib.compress(content), Filter=pikepdf.Name.FlateDecode) for content in contents]
        )
        pdf.Root.Danach = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(Zahl=number)) for number in range(500)])
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def test_a_stream_that_ends_with_a_carriage_return_keeps_the_standards_after_its_end_is_separated() -> None:
    content = with_streams(ENDING_SO[0], b"zwei", ENDING_SO[1])
    assert content.count(b"\r\nendstream") >= 2
    assert {finding.rule for finding in findings(content)} == {"PDFA3A-STREAM-LENGTH-001"}
    separated = separate_stream_ends(content)
    assert findings(separated) == ()
    with opened(separated) as pdf:
        assert [each.read_bytes() for each in pdf.Root.Probe] == [ENDING_SO[0], b"zwei", ENDING_SO[1]]
        assert [int(each.Zahl) for each in pdf.Root.Danach] == list(range(500))
        assert pdf.check_pdf_syntax() == []


def test_a_file_without_such_a_stream_stays_as_it_is() -> None:
    content = with_streams(b"eins", b"zwei")
    assert separate_stream_ends(content) is content


def test_a_file_without_a_cross_reference_stream_is_refused() -> None:
    with pytest.raises(ValueError, match="no cross-reference stream"):
        separate_stream_ends(b"%PDF-1.7\nstream\nx\r\nendstream\nstartxref\n3\n%%EOF\n")
