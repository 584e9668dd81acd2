"""The outlines of SVG shapes as polygons, in the units of the drawing and moved as their groups say. Pure geometry."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from grants.output.html.document import DocumentError, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)
_STEPS = 24
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_COMMAND = re.compile(r"([A-DF-Za-df-z])([^A-DF-Za-df-z]*)")
# The two flags of an arc may stand without a blank before what follows.
_ARC = re.compile(
    r"[\s,]*".join(rf"({part})" for part in (_NUMBER, _NUMBER, _NUMBER, "[01]", "[01]", _NUMBER, _NUMBER))
)
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def polygons_of(shape: Element) -> list[list[Point]]:
    """Return the outlines of a rect, line, circle, polygon or path. Raises DocumentError for another shape."""
    name = local_name(shape)
    if name == "rect":
        x, y, width, height = (number(shape, key) for key in ("x", "y", "width", "height"))
        return [[(x, y), (x + width, y), (x + width, y + height), (x, y + height)]]
    if name == "line":
        return [[(number(shape, "x1"), number(shape, "y1")), (number(shape, "x2"), number(shape, "y2"))]]
    if name == "circle":
        x, y, radius = (number(shape, key) for key in ("cx", "cy", "r"))
        angles = [2 * math.pi * step / (4 * _STEPS) for step in range(4 * _STEPS)]
        return [[(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]]
    if name == "polygon":
        values = numbers(shape.get("points", ""))
        return [list(zip(values[::2], values[1::2], strict=True))]
    if name == "path":
        return _Path().read(shape.get("d", ""))
    raise DocumentError(f"das Element <{name}> hat in einer Zeichnung keine Form")


def number(shape: Element, key: str, default: float = 0) -> float:
    """Return a length of a shape."""
    found = numbers(shape.get(key, ""))
    return found[0] if found else default


def numbers(text: str) -> list[float]:
    """Return the numbers of a text."""
    return [float(found) for found in re.findall(_NUMBER, text)]


def matrix_of(text: str, outer: Matrix) -> Matrix:
    """Return the movement a transform adds to that of the group around it. Raises DocumentError for an unknown one."""
    for name, arguments in re.findall(r"(\w+)\s*\(([^)]*)\)", text):
        outer = _product(outer, _movement(name, numbers(arguments)))
    return outer


def moved(point: Point, matrix: Matrix) -> Point:
    """Return where a point is moved to."""
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def _movement(name: str, values: list[float]) -> Matrix:
    if name == "matrix" and len(values) == len(UNMOVED):
        a, b, c, d, e, f = values
        return a, b, c, d, e, f
    if name == "translate" and values:
        return 1, 0, 0, 1, values[0], values[1] if len(values) > 1 else 0
    if name == "scale" and values:
        return values[0], 0, 0, values[-1], 0, 0
    if name == "rotate" and values:
        cosine, sine = math.cos(math.radians(values[0])), math.sin(math.radians(values[0]))
        x, y = values[1:] if len(values) > 1 else (0, 0)
        turn = (cosine, sine, -sine, cosine, 0.0, 0.0)
        return _product(_product((1, 0, 0, 1, x, y), turn), (1, 0, 0, 1, -x, -y))
    raise DocumentError(f"eine Zeichnung wird auf unbekannte Weise bewegt ({name})")


def _product(outer: Matrix, inner: Matrix) -> Matrix:
    a, b = moved((inner[0], inner[1]), (*outer[:4], 0, 0))
    c, d = moved((inner[2], inner[3]), (*outer[:4], 0, 0))
    e, f = moved((inner[4], inner[5]), outer)
    return a, b, c, d, e, f


class _Path:
    """Reads the commands of a path; curves become short lines."""

    def __init__(self) -> None:
        self._outlines: list[list[Point]] = []
        self._at: Point = (0, 0)
        self._control: Point = (0, 0)

    def read(self, text: str) -> list[list[Point]]:
        for command, values in _commands(text):
            self._follow(command, values)
        return [outline for outline in self._outlines if len(outline) > 1]

    def _follow(self, command: str, values: list[float]) -> None:
        kind, before = command.upper(), self._control
        x, y = self._at if command.islower() else (0, 0)
        if kind == "Z":
            if self._outlines:
                self._at = self._outlines[-1][0]
                self._outlines.append([self._at])
            return
        if kind == "A":
            self._arc(values, (values[5] + x, values[6] + y))
        elif kind in "HV":
            self._line((values[0] + x, self._at[1]) if kind == "H" else (self._at[0], values[0] + y))
        else:
            points = [(a + x, b + y) for a, b in zip(values[::2], values[1::2], strict=True)]
            if kind == "M":
                self._outlines.append([points[0]])
                self._at = points[0]
            elif kind == "L":
                self._line(points[0])
            else:
                mirrored = (2 * self._at[0] - before[0], 2 * self._at[1] - before[1])
                self._curve([mirrored, *points] if kind in "ST" else points)
                return
        self._control = self._at

    def _line(self, end: Point) -> None:
        self._outlines[-1].append(end)
        self._at = end

    def _curve(self, points: list[Point]) -> None:
        """Follow a Bézier curve of any degree."""
        start = self._at
        for step in range(1, _STEPS + 1):
            rest, share = [start, *points], step / _STEPS
            while len(rest) > 1:
                rest = [(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share) for a, b in pairwise(rest)]
            self._line(rest[0])
        self._control = points[-2]

    def _arc(self, values: list[float], end: Point) -> None:
        """Follow an ellipse to a point (SVG 1.1, appendix F.6)."""
        width, height, turn, large, sweep = (
            abs(values[0]),
            abs(values[1]),
            math.radians(values[2]),
            values[3],
            values[4],
        )
        start = self._at
        if not width or not height or start == end:
            self._line(end)
            return
        cosine, sine = math.cos(turn), math.sin(turn)
        half = ((start[0] - end[0]) / 2, (start[1] - end[1]) / 2)
        x, y = cosine * half[0] + sine * half[1], -sine * half[0] + cosine * half[1]
        grow = math.sqrt(max((x / width) ** 2 + (y / height) ** 2, 1))
        width, height = width * grow, height * grow
        rest = (width * height) ** 2 / ((width * y) ** 2 + (height * x) ** 2) - 1
        factor = math.sqrt(max(rest, 0)) * (-1 if bool(large) == bool(sweep) else 1)
        middle = (factor * width * y / height, -factor * height * x / width)
        first = math.atan2((y - middle[1]) / height, (x - middle[0]) / width)
        last = math.atan2((-y - middle[1]) / height, (-x - middle[0]) / width)
        if sweep and last < first:
            last += 2 * math.pi
        elif not sweep and last > first:
            last -= 2 * math.pi
        for step in range(1, _STEPS + 1):
            angle = first + (last - first) * step / _STEPS
            u, v = width * math.cos(angle) + middle[0], height * math.sin(angle) + middle[1]
            self._line(
                (cosine * u - sine * v + (start[0] + end[0]) / 2, sine * u + cosine * v + (start[1] + end[1]) / 2)
            )
        self._at = end


def _commands(text: str) -> Iterator[tuple[str, list[float]]]:
    """Yield the commands of a path with their numbers; numbers beyond those of a command repeat it."""
    for command, arguments in _COMMAND.findall(text):
        count = _ARGUMENTS.get(command.upper())
        is_arc = command in "Aa"
        values = [float(each) for arc in _ARC.findall(arguments) for each in arc] if is_arc else numbers(arguments)
        if count is None or (count and (not values or len(values) % count)) or (not count and values):
            raise DocumentError("der Pfad einer Zeichnung ist nicht lesbar")
        yield command, values[:count]
        following = {"M": "L", "m": "l"}.get(command, command)
        for start in range(count, len(values), count or 1):
            yield following, values[start : start + count]
