"""A bar chart as SVG: HTML and PDF show it as it is, grants.output.word.drawing makes a PNG of it for Word documents."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from grants.papers.committee import Chart

WIDTH, BAR, GAP, LABEL, TOP = 680, 20, 30, 18, 2
LONGEST_BAR = 520
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
