"""The county's own layout, made of the files of ``hausvorlage/``: colours, fonts, logo, style, templates, Word base."""

from __future__ import annotations

import base64
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from xml.etree import ElementTree as ET

from grants.output.house.colours import VARIABLES, contrast_faults, house_colours, is_colour
from grants.output.house.pictures import font_faults, png_faults, svg_faults
from grants.output.house.style import check_style
from grants.output.html.serialise import serialise_part
from grants.output.html.template_check import check_templates
from grants.output.pdf.fonts import FAMILIES
from grants.output.word.base import read_base
from grants.output.word.refusal import WordBaseError
from grants.papers.letterhead import Logo
from grants.settle.documents import Fields, toml_place
from ledger.finding import Place, UnreadableError, error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledger.finding import Finding

FOLDER = "hausvorlage/"
SETTINGS, STYLE = "hausvorlage.toml", "stil.css"
INDEX = "_base/index.html.j2"
TEMPLATE = ".html.j2"
_FACES = {"normal": (400, "normal"), "halbfett": (600, "normal"), "kursiv": (400, "italic")}
_Given = ParamSpec("_Given")
_Read = TypeVar("_Read")
_FAMILY = re.compile(r"[A-Za-zÄÖÜäöüß0-9 -]{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class House:
    """Hausvorlage, ready for use: templates by name, style, logo, PNG of the logo and base for Word.

    ``variables`` set colours and font by the names that the shipped styles use; ``faces`` embed the font.
    """

    templates: Mapping[str, str] = field(default_factory=dict)
    variables: str = ""
    faces: str = ""
    style: str = ""
    logo: Logo | None = None
    word_logo: bytes = b""
    word_base: bytes | None = None
    colours: Mapping[str, str] = field(default_factory=dict)
    font: str = ""


def read_house(files: Mapping[str, bytes], shipped: Mapping[str, str]) -> tuple[House, tuple[Finding, ...]]:
    """Return the layout made of files by name, and everything that is wrong with them.

    ``shipped`` are the texts of the shipped templates by name. Where there is a finding, the layout is not complete.
    """
    reading = _Reading(files)
    templates = {name: reading.text(name) for name in sorted(files) if name in shipped and name != INDEX}
    reading.findings += check_templates(templates, {name: text for name, text in shipped.items() if name != INDEX})
    settings = reading.settings()
    reading.read_colours(settings)
    reading.read_font(settings)
    logo, word_logo = reading.logo(settings)
    base = reading.word_base(settings)
    style = reading.style()
    reading.refuse_unused(templates)
    house = House(
        templates=templates,
        variables=_variables(reading.variables),
        faces="\n".join(reading.faces),
        style=style,
        logo=logo,
        word_logo=word_logo,
        word_base=base,
        colours=reading.colours,
        font=reading.font,
    )
    return house, tuple(reading.findings)


class _Reading:
    """Reads part after part and collects the findings of all."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._used = {SETTINGS}
        self.findings: list[Finding] = []
        self.colours: dict[str, str] = {}
        self.variables: dict[str, str] = {}
        self.faces: list[str] = []
        self.font = ""

    def text(self, name: str) -> str:
        """Return the text of a file, empty with a finding where it is none."""
        try:
            return self._files[name].decode("utf-8-sig")
        except UnicodeDecodeError:
            self._complain(name, "Die Datei ist kein Text in UTF-8.", "Bitte sie als Text in UTF-8 speichern.")
            return ""

    def settings(self) -> Fields:
        """Return what ``hausvorlage.toml`` says, nothing where there is none."""
        data: dict[str, object] = {}
        if SETTINGS in self._files:
            try:
                data = tomllib.loads(self.text(SETTINGS))
            except (ValueError, RecursionError) as problem:
                remedy = "Bitte die Datei mit dem Beispiel im Handbuch vergleichen."
                self._complain(SETTINGS, f"Die Angabe ist nicht lesbar{toml_place(problem)}.", remedy)
        settings = Fields(f"{FOLDER}{SETTINGS}", data)
        self._refuse_unknown(settings, "farben", "schrift", "logo", "word")
        return settings

    def style(self) -> str:
        """Return the county's own stylesheet, empty where there is none."""
        if STYLE not in self._files:
            return ""
        self._used.add(STYLE)
        style = self.text(STYLE)
        self.findings += check_style(f"{FOLDER}{STYLE}", style, house_colours(self.colours))
        return style

    def read_colours(self, settings: Fields) -> None:
        """Read the section about colours."""
        if table := self._section(settings, "farben", *VARIABLES):
            values = {key: self._try(_colour, table, key) for key in table.data if key in VARIABLES}
            sound = {key: value for key, value in values.items() if value}
            self.colours = self.variables = {VARIABLES[key]: value for key, value in sound.items()}
            for key, fact, remedy in contrast_faults(sound):
                self._complain(SETTINGS, f"„{table.path}{key}“: {fact}", remedy)

    def read_font(self, settings: Fields) -> None:
        """Read the section about the font."""
        if table := self._section(settings, "schrift", "name", *_FACES):
            self.font = self._try(_family, table, "name") or ""
            self.variables = {**self.variables, "font": f'"{self.font}", "{FAMILIES[0]}", Calibri, Carlito, sans-serif'}
            for key in _FACES:
                if key in table.data:
                    self._try(self._read_face, table, key)

    def _read_face(self, table: Fields, key: str) -> None:
        weight, style = _FACES[key]
        content = self._named(table, key, ".ttf")
        for fact, remedy in font_faults(content):
            self._complain(table.text(key), fact, remedy)
        data = base64.b64encode(content).decode("ascii")
        self.faces.append(
            f'@font-face {{ font-family: "{self.font}"; font-weight: {weight}; font-style: {style}; '
            f'src: url("data:font/ttf;base64,{data}") format("truetype"); }}'
        )

    def logo(self, settings: Fields) -> tuple[Logo | None, bytes]:
        """Return the logo, and the PNG that stands for it in Word files."""
        table = self._section(settings, "logo", "datei", "text", "word")
        if table is None:
            return None, b""
        text = self._try(table.text, "text") or ""
        content = self._try(self._named, table, "datei", ".svg", ".png")
        drawn = content is not None and table.text("datei").endswith(".svg")
        word = self._try(self._named, table, "word", ".png") if drawn else content
        faults: list[tuple[str, str, str]] = []
        for key, each in (("datei", content), ("word", word if drawn else None)):
            if each is not None:
                name = table.text(key)
                faults += [(name, *fault) for fault in (svg_faults if name.endswith(".svg") else png_faults)(each)]
        for fault in faults:
            self._complain(*fault)
        if faults or content is None or word is None:
            return Logo(text), b""
        return Logo(text, svg=_drawing(content, text)) if drawn else Logo(text, png=_embedded(content)), word

    def word_base(self, settings: Fields) -> bytes | None:
        """Return the county's own .docx."""
        table = self._section(settings, "word", "vorlage")
        content = self._try(self._named, table, "vorlage", ".docx") if table else None
        if table and content is not None:
            try:
                read_base(content)
            except WordBaseError as problem:
                self._complain(table.text("vorlage"), f"{problem.place}: {problem.fact}", problem.remedy)
        return content

    def _named(self, table: Fields, key: str, *endings: str) -> bytes:
        """Return the content of a file that the settings name."""
        name = table.text(key)
        if not name.endswith(endings):
            raise table.refuse(key, f"„{name}“ hat eine andere Endung.", f"Vorgesehen: {' oder '.join(endings)}.")
        if name not in self._files:
            raise table.refuse(key, f"nennt „{name}“, das nicht in {FOLDER} liegt.", "Bitte die Datei dort ablegen.")
        self._used.add(name)
        return self._files[name]

    def refuse_unused(self, templates: Mapping[str, str]) -> None:
        """Complain about files that nothing uses: a misspelt name would silently have no effect."""
        for name in sorted(set(self._files) - self._used - set(templates)):
            if name.endswith(TEMPLATE):
                fact = "Eine mitgelieferte Vorlage dieses Namens gibt es nicht."
                remedy = "Bitte die Namen im Handbuch, Abschnitt „Hausvorlage“, vergleichen."
            else:
                fact = "Die Datei wird nirgends verwendet."
                remedy = f"Bitte sie in {FOLDER}{SETTINGS} nennen oder aus dem Ordner nehmen."
            self._complain(name, fact, remedy)

    def _section(self, settings: Fields, key: str, *known: str) -> Fields | None:
        """Return a section of the settings, complaining about keys that nothing reads; nothing where there is none."""
        table = self._try(settings.table, key) if key in settings.data else None
        if table is not None:
            self._refuse_unknown(table, *known)
        return table

    def _refuse_unknown(self, table: Fields, *known: str) -> None:
        for key in table.data:
            self._try(Fields(table.file, {key: None}, table.path).refuse_unknown, known)

    def _try(self, read: Callable[_Given, _Read], *args: _Given.args, **kwargs: _Given.kwargs) -> _Read | None:
        """Return what is read; what is wrong with the settings becomes a finding, and the next is read."""
        try:
            return read(*args, **kwargs)
        except UnreadableError as problem:
            self._complain(SETTINGS, problem.text.removeprefix(f"{FOLDER}{SETTINGS}: "), problem.remedy)
            return None

    def _complain(self, name: str, fact: str, remedy: str) -> None:
        self.findings.append(error(Place(f"{FOLDER}{name}"), fact, remedy))


def _colour(table: Fields, key: str) -> str:
    value = table.text(key).lower()
    if not is_colour(value):
        raise table.refuse(key, f"„{value}“ ist keine Farbe.", "Bitte sechs Ziffern schreiben, etwa #1f4e79.")
    return value


def _family(table: Fields, key: str) -> str:
    name = table.text(key)
    if not _FAMILY.fullmatch(name):
        raise table.refuse(key, f"„{name}“ ist kein Name einer Schrift.", "Erlaubt sind Buchstaben und Ziffern.")
    return name


def _variables(values: Mapping[str, str]) -> str:
    """Return the rule that sets values of the style; the shipped styles use them by these names."""
    return f":root {{ {' '.join(f'--{name}: {value};' for name, value in values.items())} }}" if values else ""


def _embedded(content: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(content).decode('ascii')}"


def _drawing(content: bytes, text: str) -> str:
    """Return a checked SVG as it stands in a document, described by its own text alone."""
    root = ET.fromstring(content.decode("utf-8-sig"))  # noqa: S314 - checked before
    for child in [each for each in root if each.tag.rpartition("}")[2] in ("title", "desc")]:
        root.remove(child)
    title = ET.Element("title")
    title.text = text
    root.insert(0, title)
    root.set("class", "logo")
    root.set("role", "img")
    return serialise_part(root)
