"""A drawing (SVG of the closed set) as PNG, for Word documents. The one home of pillow."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFont

from grants.output.html.document import DocumentError, local_name
from grants.output.pdf.fonts import REGULAR, SEMIBOLD, missing, set_in_faces
from grants.output.word.drawing_paths import Matrix, Point, matrix_of, moved, number, numbers, polygons_of

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

LONGEST_SIDE = 2040
_INHERITED = ("fill", "stroke", "stroke-width")
_BOLD = frozenset({"bold", "600", "700", "800"})
# How much of a text stands before the point it is anchored to.
_BEFORE = {"start": 0, "middle": 0.5, "end": 1}


def png_of_svg(drawing: Element, fonts: Path) -> bytes:
    """Return a drawing as PNG on white, its longer side 2,040 pixels, texts set in the bundled faces.

    Raises DocumentError for a shape, colour, path or sign that cannot be drawn.
    """
    left, top, width, height = numbers(drawing.get("viewBox", ""))
    scale = LONGEST_SIDE / max(width, height)
    size = (round(width * scale), round(height * scale))
    pen = _Pen(Image.new("RGB", size, "white"), fonts, scale)
    pen.draw(drawing, {"fill": "black"}, (scale, 0, 0, scale, -left * scale, -top * scale))
    stream = io.BytesIO()
    pen.image.save(stream, "PNG")
    return stream.getvalue()


class _Pen:
    """Draws the shapes of a drawing, groups with what they hand down."""

    def __init__(self, image: Image.Image, fonts: Path, scale: float) -> None:
        self.image = image
        self._fonts = fonts
        self._scale = scale
        self._pen = ImageDraw.Draw(image)

    def draw(self, group: Element, handed_down: dict[str, str], matrix: Matrix) -> None:
        for shape in group:
            name = local_name(shape)
            if name in ("title", "desc"):
                continue
            own = handed_down | {key: shape.attrib[key] for key in _INHERITED if key in shape.attrib}
            here = matrix_of(shape.get("transform", ""), matrix)
            if name == "g":
                self.draw(shape, own, here)
            elif name == "text":
                self._write(shape, own, here)
            else:
                outlines = [[moved(point, here) for point in outline] for outline in polygons_of(shape)]
                self._paint(shape, outlines, own)

    def _paint(self, shape: Element, outlines: list[list[Point]], own: dict[str, str]) -> None:
        fill, stroke = own.get("fill", "none"), own.get("stroke", "none")
        if fill != "none" and local_name(shape) != "line":
            self.image.paste(_colour(fill), mask=self._mask(outlines, even_odd=shape.get("fill-rule") == "evenodd"))
        if stroke != "none":
            width = max(round(float(own.get("stroke-width", "1")) * self._scale), 1)
            closed = local_name(shape) in ("rect", "circle", "polygon") or "z" in shape.get("d", "").lower()
            for outline in outlines:
                line = [*outline, outline[0]] if closed else outline
                self._pen.line(line, fill=_colour(stroke), width=width, joint="curve")

    def _mask(self, outlines: list[list[Point]], *, even_odd: bool) -> Image.Image:
        """Return where outlines are filled: an outline inside another of the other direction is a hole."""
        sides = [Image.new("L", self.image.size), Image.new("L", self.image.size)]
        for outline in outlines:
            one = Image.new("L", self.image.size)
            # A pixel whose edge an outline only touches is left to its neighbour.
            ImageDraw.Draw(one).polygon([(x - 0.5, y - 0.5) for x, y in outline], fill=1)
            side = 0 if even_odd or _area(outline) > 0 else 1
            sides[side] = ImageChops.add(sides[side], one)
        if even_odd:
            return sides[0].point(lambda count: 255 * (count % 2))
        return ImageChops.difference(*sides).point(lambda count: 255 if count else 0)

    def _write(self, text: Element, own: dict[str, str], matrix: Matrix) -> None:
        size = number(text, "font-size", 16) * self._scale
        weight = SEMIBOLD if text.get("font-weight", "400") in _BOLD else REGULAR
        words = " ".join("".join(text.itertext()).split())
        if lacking := missing(self._fonts, words):
            raise DocumentError(f"eine Zeichnung enthält ein Zeichen, das keine Schrift hat ({lacking[0]})")
        stretches = [
            (ImageFont.truetype(self._fonts / file, size), stretch)
            for file, stretch in set_in_faces(self._fonts, words, weight)
        ]
        left, base = moved((number(text, "x"), number(text, "y")), matrix)
        length = sum(font.getlength(stretch) for font, stretch in stretches)
        left -= length * _BEFORE.get(text.get("text-anchor", "start"), 0)
        for font, stretch in stretches:
            self._pen.text((left, base), stretch, font=font, fill=_colour(own.get("fill", "black")), anchor="ls")
            left += font.getlength(stretch)


def _area(outline: list[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(outline, [*outline[1:], outline[0]], strict=True))


def _colour(name: str) -> tuple[int, int, int]:
    try:
        red, green, blue, *_ = ImageColor.getrgb(name)
    except ValueError:
        raise DocumentError(f"eine Zeichnung hat eine unbekannte Farbe ({name})") from None
    return red, green, blue
