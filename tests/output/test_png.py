"""Pictures in documents and styles: only what is a PNG from beginning to end, whatever its label says."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from grants.output.house.style import check_style
from grants.output.html.document import DocumentError, parse_document
from grants.output.png import embedded_png_fault, png_fault
from tests.output.pictures import SMALLEST_PNG, embedded, picture

PNG = picture("PNG")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="5">99.999,00</text></svg>'


def moving() -> bytes:
    """Return a PNG of two pictures one after the other."""
    stream = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(stream, "PNG", save_all=True, append_images=[Image.new("RGB", (4, 4), "blue")])
    return stream.getvalue()


FAULTS = [
    *((picture(kind), "die Datei ist kein PNG") for kind in ("JPEG", "TIFF", "BMP", "GIF", "WEBP", "EPS")),
    (SVG, "die Datei ist kein PNG"),
    (b"", "die Datei ist kein PNG"),
    (PNG[:16], "das Bild hat 0 × 0 Bildpunkte, erlaubt sind 4000 in jeder Richtung"),
    (picture("PNG", (4001, 1)), "das Bild hat 4001 × 1 Bildpunkte, erlaubt sind 4000 in jeder Richtung"),
    (PNG[:-20], "das PNG ist unvollständig, oder nach seinem Ende steht noch etwas"),
    (PNG + SVG, "das PNG ist unvollständig, oder nach seinem Ende steht noch etwas"),
    (PNG[:45] + b"\0\0" + PNG[47:], "das PNG ist beschädigt"),
    (moving(), "das Bild bewegt sich"),
]


@pytest.mark.parametrize(("content", "fault"), FAULTS)
def test_a_picture_that_is_no_sound_png_is_refused_in_documents_and_styles(content: bytes, fault: str) -> None:
    assert png_fault(content) == fault
    with pytest.raises(DocumentError) as refused:
        parse_document(f'<html><body><img src="{embedded(content)}" alt="Bild"/></body></html>')
    assert str(refused.value) == f"ein Bild (src an <img>) ist nicht zulässig: {fault}"
    (found,) = check_style("stil.css", f"p {{ background: url('{embedded(content)}') }}", {})
    assert found.text == f"Ein Bild ist nicht zulässig: {fault}."


@pytest.mark.parametrize("size", [(1, 1), (4000, 1), (20, 4000)])
def test_a_png_within_the_limits_is_fine(size: tuple[int, int]) -> None:
    assert png_fault(picture("PNG", size)) == ""


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("file:///etc/passwd", "es muss als PNG in das Dokument eingebettet sein"),
        ("data:image/svg+xml;base64,AAAA", "es muss als PNG in das Dokument eingebettet sein"),
        ("data:image/png;base64,A", "die Angabe ist nicht in Base64 geschrieben"),
        (f"{SMALLEST_PNG}ä", "die Angabe ist nicht in Base64 geschrieben"),
    ],
)
def test_an_address_that_embeds_no_picture_is_refused(address: str, fault: str) -> None:
    assert embedded_png_fault(address) == fault


def test_a_style_with_an_embedded_png_is_fine() -> None:
    assert list(check_style("stil.css", f'p {{ background: url("{SMALLEST_PNG}") }}', {})) == []
