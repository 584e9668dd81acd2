"""Drawings as PNG: what stands where, in which colour; what cannot be drawn is an error."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from grants.office.resources import fonts
from grants.output.html.document import DocumentError
from grants.output.pdf.fonts import SEMIBOLD, set_in_faces
from grants.output.word.drawing import LONGEST_SIDE, png_of_svg

RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


def drawn(content: str, view: str = "0 0 100 100") -> Image.Image:
    root = ET.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{content}</svg>')  # noqa: S314
    return Image.open(io.BytesIO(png_of_svg(root, fonts())))


def colour_at(image: Image.Image, x: int, y: int) -> object:
    """Return the colour at a place given in hundredths of the drawing."""
    return image.getpixel((x * image.width // 100, y * image.height // 100))


def test_a_rectangle_fills_its_place_and_nothing_else() -> None:
    image = drawn('<title>x</title><rect x="20" y="20" width="30" height="60" fill="#ff0000"/>')
    assert image.size == (LONGEST_SIDE, LONGEST_SIDE)
    assert [colour_at(image, x, 50) for x in (19, 21, 49, 51)] == [WHITE, RED, RED, WHITE]


def test_the_view_may_begin_anywhere() -> None:
    image = drawn('<rect x="-10" y="0" width="10" height="10" fill="red"/>', "-10 0 20 10")
    assert image.size == (LONGEST_SIDE, LONGEST_SIDE // 2)
    assert (colour_at(image, 25, 50), colour_at(image, 75, 50)) == (RED, WHITE)


@pytest.mark.parametrize(
    "shape",
    [
        '<circle cx="50" cy="50" r="20" fill="red"/>',
        '<polygon points="30,30 70,30 70,70 30,70" fill="red"/>',
        '<path d="M30 30h40v40H30z" fill="red"/>',
        '<path d="M30,50 a20,20 0 1 1 40,0 A20 20 0 1140 60z" fill="red"/>',
        '<path d="M30 30C30 30 70 30 70 30S70 70 70 70Q50 75 30 70T30 30" fill="red"/>',
        '<g transform="translate(10 10)" fill="red"><rect x="20" y="20" width="40" height="40"/></g>',
        '<rect x="-20" y="-20" width="40" height="40" fill="red" transform="rotate(45) translate(70.7 0)"/>',
        '<rect x="15" y="15" width="20" height="20" fill="red" transform="scale(2)"/>',
        '<path d="M1.5e1 15l20 0 0 20-20 0z" fill="red" transform="matrix(2 0 0 2 0 0)"/>',
    ],
)
def test_every_shape_covers_the_middle_and_leaves_the_corner(shape: str) -> None:
    image = drawn(shape)
    assert (colour_at(image, 50, 50), colour_at(image, 3, 3)) == (RED, WHITE)


def test_an_outline_of_the_other_direction_is_a_hole() -> None:
    outer, hole = "M10 10 90 10 90 90 10 90z", "M30 30 30 70 70 70 70 30z"
    assert colour_at(drawn(f'<path d="{outer}{hole}" fill="red"/>'), 50, 50) == WHITE
    same = "M30 30 70 30 70 70 30 70z"
    assert colour_at(drawn(f'<path d="{outer}{same}" fill="red"/>'), 50, 50) == RED
    assert colour_at(drawn(f'<path d="{outer}{same}" fill="red" fill-rule="evenodd"/>'), 50, 50) == WHITE


def test_a_line_has_its_colour_and_width() -> None:
    image = drawn('<line x1="0" y1="50" x2="100" y2="50" stroke="blue" stroke-width="10"/>')
    assert [colour_at(image, 50, y) for y in (40, 47, 53, 60)] == [WHITE, BLUE, BLUE, WHITE]


def test_a_text_is_set_in_the_bundled_face_at_its_place() -> None:
    image = drawn('<text x="100" y="60" font-size="40" font-weight="600" text-anchor="end" fill="blue">III</text>')
    box = image.point(lambda value: 255 - value).getbbox()
    assert box is not None
    assert box[0] > image.width // 2
    assert image.width * 30 // 100 < box[1] < box[3] <= image.width * 61 // 100


def ink(text: str) -> Image.Image:
    """Return what is drawn of a text, without the white around it."""
    image = drawn(f'<text x="5" y="60" font-size="20">{text}</text>')
    box = image.point(lambda value: 255 - value).getbbox()
    assert box is not None
    return image.crop(box)


def test_letters_of_other_scripts_are_set_in_their_own_face_and_direction() -> None:
    """Of the two letters the second, mem, stands to the left; both are as tall and no wider than the line they form."""
    word, mem = ink("אם"), ink("ם")
    assert word.width > mem.width
    left = word.crop((0, 0, mem.width, word.height))
    box = left.point(lambda value: 255 - value).getbbox()
    assert box is not None
    assert left.crop(box).tobytes() == mem.tobytes()


def test_a_name_with_a_sign_of_another_face_is_drawn_from_right_to_left_as_a_whole() -> None:
    assert set_in_faces(fonts(), "An עם-בית 12 €", SEMIBOLD) == [
        ("SourceSans3-Semibold.ttf", "An "),
        ("NotoSansHebrew-SemiBold.ttf", "בית"),
        ("SourceSans3-Semibold.ttf", "-"),
        ("NotoSansHebrew-SemiBold.ttf", "עם"),
        ("SourceSans3-Semibold.ttf", " 12 €"),
    ]


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ('<text x="0" y="9">漢</text>', "ein Zeichen, das keine Schrift hat (漢)"),
        ('<path d="M1 1 X2"/>', "der Pfad einer Zeichnung ist nicht lesbar"),
        ('<path d="M1 1L2"/>', "der Pfad einer Zeichnung ist nicht lesbar"),
        ('<rect width="1" height="1" fill="bunt"/>', "unbekannte Farbe (bunt)"),
        ('<rect width="1" height="1" transform="skewX(3)"/>', "auf unbekannte Weise bewegt (skewX)"),
        ("<image/>", "<image> hat in einer Zeichnung keine Form"),
    ],
)
def test_what_cannot_be_drawn_is_an_error(shape: str, text: str) -> None:
    with pytest.raises(DocumentError) as refusal:
        drawn(shape)
    assert text in str(refusal.value)
