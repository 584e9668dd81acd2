"""The theme of a Word document: the house colours stand in Word's palette, the house font is that of new text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.output.word.package import HEAD

if TYPE_CHECKING:
    from grants.output.word.look import Look

THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="{{}}" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
_NO_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme(look: Look) -> str:
    """Return the part of the theme."""
    accents = (look.accent, look.warn, look.muted, "6F9BC4", "A9C3DD", look.line)
    colours = {"dk1": look.text, "lt1": "FFFFFF", "dk2": look.accent, "lt2": look.accent_light}
    colours |= {f"accent{number}": colour for number, colour in enumerate(accents, 1)}
    colours |= {"hlink": look.accent, "folHlink": look.muted}
    scheme = "".join(f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>' for name, colour in colours.items())
    font = f'<a:latin typeface="{look.font}"/><a:ea typeface=""/><a:cs typeface=""/>'
    return (
        f'{HEAD}<a:theme xmlns:a="{_MAIN}" name="Förderbuch"><a:themeElements>'
        f'<a:clrScheme name="Förderbuch">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="Förderbuch"><a:majorFont>{font}</a:majorFont>'
        f"<a:minorFont>{font}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Förderbuch"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{''.join(_LINE.format(width) for width in (6350, 12700, 19050))}</a:lnStyleLst>"
        f"<a:effectStyleLst>{_NO_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )
