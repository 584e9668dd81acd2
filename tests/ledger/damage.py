"""What can happen to a file: to the bytes of a text, to a package, or to the XML of one of its parts."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.ledger.packages import parts_of, zipped

Damage = Callable[[bytes, random.Random], bytes]

_FRAGMENTS = [
    *(
        bytes([code])
        for code in (0, 1, 7, 8, 9, 10, 11, 12, 13, 26, 27, 31, 34, 39, 44, 46, 45, 59, 92, 127, 133, 160, 255)
    ),
    *(
        text.encode()
        for text in ("\u2028", "\u0085", "\ufeff", "\u202e", "\ufffd", "\u0660", "−", "–", "€", "'", '""', '";"')
    ),
    *(
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xc0\xaf",
        b"\xff\xfe",
        b"\r\n",
        b"\n\n\n",
        b"=1+1",
        b"=cmd|' /C x'!A0",
    ),
    *(
        b"Summe;",
        b"\nSumme\n",
        b"1e308",
        b"NaN",
        b"-0,00",
        b"(1,00)",
        b"1.234",
        b"0x10",
        b"1_0",
        b"9" * 400,
        b"x" * 70_000,
    ),
    *(
        b";" * 300,
        b"\t" * 300,
        b'"' * 11,
        b"\n" * 30,
        b"a" * 20 + b"\n" * 12,
        b"<",
        b">",
        b"&",
        b"&#0;",
        b"&amp;",
        b"]]>",
    ),
    *(
        b"<!--",
        b"-->",
        b"<!DOCTYPE a>",
        b"<![CDATA[",
        b"&a;",
        b"<c/>",
        b"<row/>",
        b"</row>",
        b"</sheetData>",
        b"<f>A1</f>",
    ),
]
_VALUES = [
    *(
        b"",
        b"0",
        b"1",
        b"-1",
        b"2",
        b"999999999",
        b"4294967295",
        b"1048576",
        b"1048577",
        b"16384",
        b"XFD1048576",
        b"A1",
        b"B2",
    ),
    *(
        b"AAAA1",
        b"s",
        b"n",
        b"b",
        b"e",
        b"str",
        b"inlineStr",
        b"d",
        b"true",
        b"1e308",
        b"nan",
        b"-1e-400",
        b"float",
        b"string",
    ),
    *(
        b"45717",
        b"12.34",
        b"12,34",
        b"0.30000000000000004",
        b"Summe",
        b"Betrag",
        b"00417",
        b"#N/A",
        b"-",
        b"fullCalcOnLoad",
    ),
    *(b"date", b"2025-02-30", b"boolean", b"error", b"../../x", b"veryHidden", b"rId1", b"UTF-16", b"x" * 40_000),
]


def _flip(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice([1, 1, 2, 5]) if changed else 0):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _overwrite(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    if changed:
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _cut(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def _slice(content: bytes, dice: random.Random) -> tuple[int, int]:
    begin = dice.randrange(len(content) + 1)
    return begin, min(len(content), begin + dice.choice([1, 2, 5, 20, 200]))


def _drop(content: bytes, dice: random.Random) -> bytes:
    begin, end = _slice(content, dice)
    return content[:begin] + content[end:]


def _double(content: bytes, dice: random.Random) -> bytes:
    begin, end = _slice(content, dice)
    return content[:end] + content[begin:end] * dice.choice([1, 1, 2, 50]) + content[end:]


def _swap(content: bytes, dice: random.Random) -> bytes:
    begin, middle = _slice(content, dice)
    end = min(len(content), middle + dice.choice([1, 3, 30]))
    return content[:begin] + content[middle:end] + content[begin:middle] + content[end:]


def _insert(content: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(content) + 1)
    return content[:place] + dice.choice(_FRAGMENTS) + content[place:]


def _swap_lines(content: bytes, dice: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    dice.shuffle(lines)
    return b"".join(lines)


def _encode_again(content: bytes, dice: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(dice.choice(["utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp850", "utf-16"]), "replace")


def _encode_twice(content: bytes, _: random.Random) -> bytes:
    return content.decode("cp1252", "replace").encode()


def _change_value(content: bytes, dice: random.Random) -> bytes:
    """Replace the value of an attribute, or the text between two tags."""
    places = [*re.finditer(rb'="([^"]*)"|>([^<]+)<', content)]
    if not places:
        return content
    match = dice.choice(places)
    begin, end = match.span(1) if match[1] is not None else match.span(2)
    return content[:begin] + dice.choice(_VALUES) + content[end:]


def _move_tag(content: bytes, dice: random.Random) -> bytes:
    """Take a tag away and put it somewhere else, or leave it in both places."""
    tags = [*re.finditer(rb"<[^<>]*>", content)]
    if not tags:
        return content
    tag, place = dice.choice(tags), dice.choice(tags).end()
    bare = content if dice.random() < 0.5 else content[: tag.start()] + content[tag.end() :]
    return bare[:place] + tag[0] + bare[place:]


def _move_element(content: bytes, dice: random.Random) -> bytes:
    """Take a cell, row or string out, double it, or exchange two of a kind; the XML stays sound."""
    kind = dice.choice([b"c", b"row", b"si", b"v", b"xf", b"table:table-cell", b"table:table-row", b"text:p"])
    found = [*re.finditer(rb"<%s\b[^<>]*?(?:/>|>.*?</%s>)" % (kind, kind), content, re.DOTALL)]
    if not found:
        return content
    one, other = sorted(dice.choices(found, k=2), key=re.Match.start)
    what = dice.randrange(3)
    if what == 0 or one.end() > other.start():
        return content[: one.start()] + content[one.end() :]
    if what == 1:
        return content[: other.start()] + one[0] + content[other.start() :]
    return content[: one.start()] + other[0] + content[one.end() : other.start()] + one[0] + content[other.end() :]


_BYTE_DAMAGE: dict[str, Damage] = {
    "bits flipped": _flip,
    "byte overwritten": _overwrite,
    "cut off": _cut,
    "slice dropped": _drop,
    "slice doubled": _double,
    "slices swapped": _swap,
    "fragment inserted": _insert,
}
TEXT_DAMAGE: dict[str, Damage] = {
    **_BYTE_DAMAGE,
    "lines shuffled": _swap_lines,
    "encoded otherwise": _encode_again,
    "encoded twice": _encode_twice,
    "in a row twice": lambda content, _: content + content,
}
# Most damage leaves the XML sound: else hardly a workbook would be looked into.
_XML_DAMAGE = [*_BYTE_DAMAGE.values(), _move_tag, *[_change_value] * 12, *[_move_element] * 8]


def in_a_part(content: bytes, dice: random.Random) -> bytes:
    """Spoil one part, mostly one that is read, and pack everything again."""
    parts = sound_parts(content)
    if not parts:
        return content
    read = [name for name in parts if re.search(r"sheet\d|workbook\.xml|strings|styles|content", name, re.IGNORECASE)]
    name = dice.choice(sorted(read or parts))
    part = parts[name]
    for _ in range(dice.choice([1, 1, 2])):
        part = dice.choice(_XML_DAMAGE)(part, dice)
    return zipped({**parts, name: part})


def _members(content: bytes, dice: random.Random) -> bytes:
    """Take a member away, rename it, or exchange two."""
    parts = sound_parts(content)
    if not parts:
        return content
    one, other = dice.choice(sorted(parts)), dice.choice(sorted(parts))
    what = dice.randrange(3)
    if what == 0:
        parts.pop(one)
    elif what == 1:
        parts[dice.choice([one.upper(), "../" + one, one.replace("/", "\\"), "x" * 70_000 + one])[:65_000]] = parts.pop(
            one
        )
    else:
        parts[one], parts[other] = parts[other], parts[one]
    return zipped(parts)


def _in_the_directory(content: bytes, dice: random.Random) -> bytes:
    """Overwrite a field in the directory of the package, or in the header of a member."""
    headers = [*re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", content)]
    if not headers:
        return content
    place = dice.choice(headers).start() + dice.randrange(4, 46)
    value = dice.choice([b"\x00", b"\xff", b"\x00\x00", b"\xff\xff", b"\x00" * 4, b"\xff" * 4, b"\x01\x00\x00\x00"])
    return content[:place] + value + content[place + len(value) :]


PACKAGE_DAMAGE: dict[str, Damage] = {
    **{f"part: {number}": in_a_part for number in range(20)},
    **{f"package: {name}": damage for name, damage in _BYTE_DAMAGE.items()},
    "members": _members,
    "directory": _in_the_directory,
    "directory again": _in_the_directory,
}


def sound_parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package, or none when it is too damaged."""
    try:
        return parts_of(content)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it has no parts to spoil
        return {}
