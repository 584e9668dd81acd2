"""The closed set of elements and attributes that documents are made of; everything else is a finding, never dropped.

Blocks:    section article div address, h1 to h3, p, ul ol li, dl dt dd, table with caption and parts, figure, hr
Inline:    strong em small sup sub br, span, abbr, data, time, lang on any of them
Classes that mean something to every output:
           p.stamp p.edition p.kicker p.lead p.note p.open   kinds of paragraphs
           div.key-figures div.signature div.address div.head div.info   blocks of a fixed form
           span.footnote   the text of a footnote; it stands where its mark is printed
           span.checkbox   a box to tick, its text is ☐ or ☒
           p.declaration   begins with a box to tick; its lines hang beside the box
           span.reference, td.reference   a reference, number of a file, clause: digits that are no figure
           span.typed, td.typed, th.typed   a name or title that people typed or a file gave; its digits are no figure
           section.narrative, p.prose   text that people typed
           hr.page-break   the next page begins here; nothing is printed
Numbers:   data or td with value, data-name, data-sum; days: time with datetime (ISO)
Pictures:  svg made by grants.output.html.chart or read from the county's layout, img with a PNG as data: and alt
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.output.html.attributes import value_refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

_EVERYWHERE = frozenset({"class", "id", "lang", "dir"})
_NUMBER = frozenset({"value", "data-name", "data-sum"})
_SHAPE = frozenset({"fill", "stroke", "stroke-width", "transform"})
_TYPE = frozenset({"x", "y", "font-size", "font-family", "font-weight", "text-anchor"})

_PLAIN = (
    *("head", "title", "style", "body", "header", "footer", "main", "section", "article", "address", "div"),
    *("h1", "h2", "h3", "p", "br", "hr", "strong", "em", "small", "sup", "sub", "span"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "colgroup", "thead", "tbody", "tfoot", "tr"),
    *("figure", "figcaption", "desc"),
)

ATTRIBUTES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(_PLAIN, frozenset()),
    "html": frozenset(),
    "meta": frozenset({"charset", "name", "content"}),
    "ol": frozenset({"start"}),
    "col": frozenset({"style"}),
    "th": frozenset({"scope", "colspan", "rowspan"}),
    "td": frozenset({"colspan", "rowspan"}) | _NUMBER,
    "data": _NUMBER,
    "time": frozenset({"datetime"}),
    "abbr": frozenset({"title"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "svg": frozenset({"viewBox", "role", "width", "height"}) | _SHAPE,
    "g": _SHAPE,
    "text": _SHAPE | _TYPE,
    "tspan": _SHAPE | _TYPE,
    "rect": _SHAPE | frozenset({"x", "y", "width", "height", "rx"}),
    "line": _SHAPE | frozenset({"x1", "y1", "x2", "y2"}),
    "circle": _SHAPE | frozenset({"cx", "cy", "r"}),
    "polygon": _SHAPE | frozenset({"points"}),
    "path": _SHAPE | frozenset({"d", "fill-rule"}),
}
"""Element names with the attributes each may have besides class, id, lang and dir."""

ELEMENTS = frozenset(ATTRIBUTES)


def refusal_of(name: str, attributes: Mapping[str, str]) -> str:
    """Return what is wrong with an element and its attributes as a German clause; empty when nothing is."""
    if name not in ATTRIBUTES:
        return f"das Element <{name}> gehört nicht zum festen Bestand"
    for attribute, value in attributes.items():
        known = attribute.rpartition("}")[2]
        if known not in ATTRIBUTES[name] and known not in _EVERYWHERE:
            return f"das Attribut {known} ist an <{name}> nicht vorgesehen"
        if refusal := value_refusal(name, known, value):
            return refusal
    return ""
