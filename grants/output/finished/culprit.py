"""Which file is at fault: where the HTML alone was changed, the files that measure up to what was made are right."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from grants.output.finished.difference import Difference
from grants.output.html.document import control_tag
from ledger.german import join_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

HTML = "html"
_BLANKS = re.compile(r"\s+")


def blame_html(
    found: Mapping[str, list[Difference]], changed: Collection[str], texts: Mapping[str, Mapping[str, str]]
) -> dict[str, list[Difference]] | None:
    """Return the differences with the HTML as the one at fault, or None where it is not.

    At fault is an HTML that is not as it was made, and other than a file that is. ``texts`` are the texts of named
    numbers of each file, by which the other files that were changed are measured instead.
    """
    sound = [suffix for suffix in found if suffix not in {HTML, *changed}]
    against = {suffix: found[suffix] for suffix in sound if any(each.blocks for each in found[suffix])}
    if HTML not in found or HTML not in changed or not sound or not (against or found[HTML]):
        return None
    faults: dict[object, Difference] = {}
    for difference in (each for suffix in against for each in against[suffix]):
        known = faults.get(_about(difference))
        if known is None or not known.found:
            faults[_about(difference)] = difference
    of_numbers = {about: fault for about, fault in faults.items() if about is not None}
    names = join_words([suffix.upper() for suffix in sound])
    first = Difference(f"Die HTML-Datei wurde geändert; unverändert sind: {names}.")
    own = [each for each in found[HTML] if _about(each) is None or _about(each) not in of_numbers]
    turned = [_turned(fault, names) for fault in of_numbers.values()]
    if not turned and not own:
        turned = [Difference(f"Der Text der HTML-Datei ist ein anderer als in: {names}.")]
    result = {suffix: [] if suffix in sound else list(found[suffix]) for suffix in found}
    result[HTML] = [first, *own, *turned]
    for suffix in (each for each in texts if each in changed):
        kept = [each for each in found[suffix] if _about(each) not in of_numbers]
        result[suffix] = [*kept, *_other_texts(texts[suffix], texts, sound, of_numbers.values())]
    return result


def _about(difference: Difference) -> object:
    """Return what tells the numbers of a document apart: the name, or the place of one without a name."""
    if difference.number is None:
        return None
    return difference.number.number.name or difference.number


def _turned(fault: Difference, names: str) -> Difference:
    """Return a difference of a sound file as one of the HTML."""
    located = fault.number
    name = f"Die Zahl „{located.number.name}“" if located and located.number.name else "Eine Zahl"
    place = f" ({located.words()})" if located else ""
    text = f"{name} steht hier anders als in: {names}{place}."
    return replace(fault, text=text, found=fault.expected, expected=fault.found)


def _other_texts(
    own: Mapping[str, str],
    texts: Mapping[str, Mapping[str, str]],
    sound: Sequence[str],
    faults: Collection[Difference],
) -> list[Difference]:
    """Compare the numbers that the HTML prints otherwise with those of a file that is as it was made."""
    measure = next((suffix for suffix in sound if suffix in texts), None)
    if measure is None:
        return []
    found = []
    for name in (fault.number.number.name for fault in faults if fault.number):
        text, expected = own.get(control_tag(name)), texts[measure].get(control_tag(name), "")
        if name and text is not None and _folded(text) != _folded(expected):
            sentence = f"Die Zahl „{name}“ steht auch hier anders als in der unveränderten Datei ({measure.upper()})."
            found.append(Difference(sentence, text, expected))
    return found


def _folded(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()
