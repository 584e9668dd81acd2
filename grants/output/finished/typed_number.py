"""A number as somebody types it by hand: how it differs from print, and which printed numbers it means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grants.output.finished.printed_number import read_printed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.output.finished.located import LocatedNumber

_BLANK_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s']+(?=\d)")
# A point before one or two last digits can be no sign between thousands.
_DECIMAL_POINT = re.compile(r"(?<![\d.,])(\d+)\.(\d{1,2})(?![\d.,])")


def numbers_meant(asked: str, numbers: Sequence[LocatedNumber]) -> list[LocatedNumber]:
    """Return the printed numbers that somebody asks for: those printed so, else those of the same value.

    Blanks between thousands, missing points, a decimal point and missing zeros at the end do not matter.
    """
    wanted = read_printed(_DECIMAL_POINT.sub(r"\1,\2", _BLANK_BETWEEN_DIGITS.sub("", asked)))
    if wanted is None:
        return []
    read = [(located, read_printed(located.number.text)) for located in numbers]
    exactly = [located for located, printed in read if printed == wanted]
    return exactly or [
        located for located, printed in read if printed and not printed.is_cut and printed.value == wanted.value
    ]
