"""Pictures of Word documents: PNG files with an alternative text, drawings become one."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from grants.output.html.document import local_name, text_of
from grants.output.word.drawing import png_of_svg
from grants.output.word.package import relate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from grants.output.word.package import Package, PackagePart

EMU_PER_TWIP, EMU_PER_PIXEL = 635, 9525
LOGO_HEIGHT, LOGO_WIDTH = 850, 3402
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


class Pictures:
    """Puts pictures into a package and writes the drawings that show them."""

    def __init__(self, package: Package, fonts: Path, width: int, drawings: int) -> None:
        """Use the bundled fonts for the texts of drawings; ``width`` is the width of the text in twips.

        ``drawings`` is the highest number of a drawing that is already in the package.
        """
        self._package = package
        self._fonts = fonts
        self._width = width
        self._parts: dict[bytes, PackagePart] = {}
        self._count = drawings

    def writer(self, owner: PackagePart) -> Callable[[Element], str]:
        """Return what writes the pictures of one part."""
        return lambda element: self._write(element, owner)

    def _write(self, element: Element, owner: PackagePart) -> str:
        self._count += 1
        if local_name(element) == "svg":
            content = png_of_svg(element, self._fonts)
            alternative = " ".join(text_of(part) for part in element if local_name(part) in ("title", "desc"))
        else:
            content = base64.b64decode(element.attrib["src"].partition(",")[2])
            alternative = element.get("alt", "")
        if content not in self._parts:
            self._parts[content] = self._package.add_picture(owner, content)
        relation = relate(owner, self._parts[content], "image")
        width, height = self._size(element, content)
        name = quoteattr(f"Abbildung {self._count}")
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{width}" cy="{height}"/>'
            f'<wp:docPr id="{self._count}" name={name} descr={quoteattr(alternative)}/><wp:cNvGraphicFramePr>'
            f'<a:graphicFrameLocks xmlns:a="{_DRAWING}/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
            f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="{self._count}" name={name}/>'
            f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
            "<a:stretch><a:fillRect/></a:stretch>"
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )

    def _size(self, element: Element, content: bytes) -> tuple[int, int]:
        """Return width and height in EMU: a logo by its height, a drawing as wide as the text, others as they say."""
        pixels = (int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big"))
        if "logo" in element.get("class", "").split():
            height = LOGO_HEIGHT * EMU_PER_TWIP
            return _within(height * pixels[0] // pixels[1], height, LOGO_WIDTH * EMU_PER_TWIP)
        text_width = self._width * EMU_PER_TWIP
        if local_name(element) == "svg":
            return text_width, text_width * pixels[1] // pixels[0]
        width = int(element.get("width", pixels[0])) * EMU_PER_PIXEL
        height = (
            int(element.get("height", int(element.get("width", pixels[0])) * pixels[1] // pixels[0])) * EMU_PER_PIXEL
        )
        return _within(width, height, text_width)


def _within(width: int, height: int, widest: int) -> tuple[int, int]:
    return (width, height) if width <= widest else (widest, height * widest // width)
