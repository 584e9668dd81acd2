"""A bar chart, drawn once: as SVG for HTML and PDF, and from that SVG as PNG for DOCX. The one home of pillow."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from grants.papers.committee import Chart

WIDTH, BAR, GAP, LABEL, TOP = 680, 20, 30, 18, 2
LONGEST_BAR = 520
SCALE = 3
_FACE = 'font-family="Source Sans 3, Calibri, Carlito, sans-serif" fill="#1a1a1a"'
LABEL_TYPE = f'class="label" font-size="13" {_FACE}'
VALUE_TYPE = f'class="value" font-size="14" font-weight="600" {_FACE}'
FILLS = ("#1f4e79", "#6f9bc4", "#a9c3dd", "#c9d7e6")


def svg(chart: Chart) -> str:
    """Return the chart as SVG: a label line and a bar with its value for each item, zero-based and to one scale."""
    longest = max((abs(bar.cents) for bar in chart.bars), default=0) or 1
    shapes = []
    y = TOP
    for index, bar in enumerate(chart.bars):
        width = max(abs(bar.cents) * LONGEST_BAR // longest, 1)
        fill = FILLS[min(index, len(FILLS) - 1)]
        shapes.append(f'<text x="0" y="{y + 13}" {LABEL_TYPE}>{escape(bar.label)}</text>')
        shapes.append(f'<rect x="0" y="{y + LABEL}" width="{width}" height="{BAR}" fill="{fill}"/>')
        shapes.append(f'<text x="{width + 8}" y="{y + LABEL + 15}" {VALUE_TYPE}>{escape(bar.number.text)}</text>')
        y += LABEL + GAP
    height = y - (GAP - BAR) + TOP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
        f"<title>{escape(chart.description)}</title>{''.join(shapes)}</svg>"
    )


def png_of_svg(drawing: Element, fonts: Path) -> bytes:
    """Return a PNG of a chart made by ``svg``: its rectangles and texts, three pixels to a unit."""
    _, _, width, height = (int(part) for part in drawing.attrib["viewBox"].split())
    image = Image.new("RGB", (width * SCALE, height * SCALE), "white")
    pen = ImageDraw.Draw(image)
    regular = ImageFont.truetype(fonts / "SourceSans3-Regular.ttf", 13 * SCALE)
    bold = ImageFont.truetype(fonts / "SourceSans3-Semibold.ttf", 14 * SCALE)
    for shape in drawing:
        kind = shape.tag.rpartition("}")[2]
        if kind == "title":
            continue
        x, y = int(shape.attrib["x"]) * SCALE, int(shape.attrib["y"]) * SCALE
        if kind == "rect":
            right, bottom = x + int(shape.attrib["width"]) * SCALE, y + int(shape.attrib["height"]) * SCALE
            pen.rectangle((x, y, right - 1, bottom - 1), fill=shape.attrib["fill"])
        else:
            font = bold if shape.attrib["class"] == "value" else regular
            pen.text((x, y), shape.text or "", font=font, fill="#1a1a1a", anchor="ls")
    stream = io.BytesIO()
    image.save(stream, "PNG", dpi=(288, 288))
    return stream.getvalue()
