"""What a hostile layout of a county can do: nothing but be refused, within limits, and leave other documents alone."""

from __future__ import annotations

import base64
import io
import os
import socket
import subprocess
import sys
import zlib
from pathlib import Path
from struct import pack

import pytest

from grants.output.press import Printer
from grants.output.press_process import Limits, PressProcess, SettingError
from ledger.finding import Finding, UnreadableError
from tests.output.orders import PROBE, SOUND, filled, order, small_shop

pytestmark = pytest.mark.usefixtures("every_document_is_set")
LIMITS = Limits(memory=900 * 2**20, seconds=10)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
LOGO = '[logo]\ndatei = "logo.svg"\nword = "logo.png"\ntext = "Wappen"\n'


def png(width: int, height: int) -> bytes:
    """Return a black picture of one bit to a pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))

    packer, packed = zlib.compressobj(), io.BytesIO()
    for _ in range(height):
        packed.write(packer.compress(b"\0" * ((width + 7) // 8 + 1)))
    packed.write(packer.flush())
    head = pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed.getvalue()) + chunk(b"IEND", b"")


SMALL_PNG = png(4, 4)


def findings(folder: Path, house: dict[str, str | bytes]) -> tuple[Finding, ...]:
    """Return what the check says, made in this process: that the child says the same is shown below."""
    return Printer(small_shop(folder, house)).findings


def refusal(folder: Path, house: dict[str, str | bytes]) -> str:
    """Return why the document of a layout that passes the check is not made; the other one is made after it."""
    with PressProcess(small_shop(folder, house), LIMITS) as press:
        assert press.check() == ()
        with pytest.raises(SettingError) as refused:
            press.make(order())
        made = press.make(order(SOUND))
    assert {suffix for suffix, content in made.items() if content} == {"pdf", "docx", "xlsx", "html"}
    assert refused.value.remedy.startswith("Bitte ")
    return refused.value.text


def doubled(levels: int) -> str:
    """Return macros of which each prints the one before it twice."""
    macros = "".join(
        f"{{% macro a{n}() %}}{{{{ a{n - 1}() }}}}{{{{ a{n - 1}() }}}}{{% endmacro %}}" for n in range(1, levels)
    )
    return f"{{% macro a0() %}}{'lang ' * 20}{{% endmacro %}}{macros}<p>{{{{ a{levels - 1}() }}}}</p>"


def nested(word: str, times: int) -> str:
    return "".join(f"{{% {word} %}}" for _ in range(times)) + f"{{% end{word.split(maxsplit=1)[0]} %}}" * times


# Told by the check, before anything is made

CODE = [
    ("{{ cycler.__init__.__globals__.os.popen('id') }}", "„cycler“ gibt es nicht"),
    ("{{ paper.__class__.__mro__ }}", "„__class__“ gibt es nicht"),
    ("{{ paper['__class__'] }}", "„__class__“ gibt es nicht"),
    ("{{ m.data.__globals__ }}", "„__globals__“ gibt es nicht"),
    ("{{ '{0.__class__}'.format(paper) }}", "Aufruf"),
    ("{{ '%s' | format(paper) }}", "„format“"),
    ("{{ paper | attr('title') }}", "„attr“"),
    ("{{ paper.title | safe }}", "„safe“"),
    ("{{ paper.things | map('upper') | list }}", "„map“"),
    ("{{ paper.title.upper() }}", "Aufruf"),
    ("{{ loop.cycle('a') }}", "Aufruf"),
    ("{{ range(1000000000) }}", "„range“ gibt es nicht"),
    ("{{ 'a' * 10 ** 9 }}", "rechnet"),
    ("{{ 'a' ~ paper.title }}", "setzt Texte zusammen"),
    ("{{ -1 }}", "rechnet"),
    ("{% set paper = 1 %}", "„paper“ ist vergeben"),
    ("{% set x %}{{ paper.title }}{% endset %}", "AssignBlock"),
    ("{% autoescape false %}{{ paper.title }}{% endautoescape %}", "ScopedEvalContextModifier"),
    ("{% filter upper %}x{% endfilter %}", "FilterBlock"),
    ("{% call m.data(1) %}{% endcall %}", "CallBlock"),
    ("{{ paper.things[1:] }}", "Slice"),
    ("{% include '/etc/passwd' %}", "Vorlage, die es nicht gibt"),
    ("{% include paper.title %}", "Vorlage, die es nicht gibt"),
    ("{% import '../foerderbuch.toml' as x %}", "Vorlage, die es nicht gibt"),
    ("{% if 1 %}", "nicht richtig aufgebaut"),
    ("\u202e€ 05", "Leserichtung"),
    ("<b>&#x202E;</b>", "Leserichtung"),
    ("{{ '\\u2066' }}", "Leserichtung"),
    (nested("if 1", 3000), "zu tief verschachtelt"),
]


@pytest.mark.parametrize(("code", "fact"), CODE, ids=[code[:40] for code, _ in CODE])
def test_a_template_that_computes_calls_or_reaches_out_is_told_by_line(tmp_path: Path, code: str, fact: str) -> None:
    found = findings(tmp_path, {PROBE: filled(code)})
    assert any(fact in each.text for each in found), found
    assert {each.place.file for each in found} == {f"hausvorlage/{PROBE}"}
    assert all(each.place.row and each.remedy and each.blocks for each in found)


def test_the_child_says_the_same_as_the_check_in_this_process(tmp_path: Path) -> None:
    house: dict[str, str | bytes] = {PROBE: filled("{{ 'a' * 10 ** 9 }}"), "stil.css": "p { color: red", "x.txt": "x"}
    with PressProcess(small_shop(tmp_path, house)) as press:
        assert press.check() == findings(tmp_path, house)
        with pytest.raises(SettingError, match=f"hausvorlage/{PROBE}, Zeile 4: Die Vorlage rechnet"):
            press.make(order())


def test_a_template_that_extends_itself_is_told_the_name_of_the_shipped_one(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, {PROBE: f'{{% extends "{PROBE}" %}}'})
    assert "sich selbst" in found.text
    assert f"original/{PROBE}" in found.remedy


def test_what_would_silently_not_be_printed_is_a_finding(tmp_path: Path) -> None:
    text = f'{{% extends "original/{PROBE}" %}}\n{{% block clsing %}}x{{% endblock %}}\nNachsatz\n'
    found = findings(tmp_path, {PROBE: text})
    assert [(each.place.row, each.text) for each in found] == [
        (2, "Den Block „clsing“ gibt es in der mitgelieferten Vorlage nicht; er fiele weg."),
        (3, "Der Text steht außerhalb eines Blocks und fiele weg."),
    ]
    assert "closing" in found[0].remedy


STYLES = [
    "p { background: url(http://example.org/a.png) }",
    "p { background: url('file:///etc/passwd') }",
    "p { background: \\75rl(http://example.org/a.png) }",
    "p { background: url(data:image/svg+xml,%3Csvg/%3E) }",
    "@import 'http://example.org/a.css';",
    "@font-face { font-family: x; src: local('Arial') }",
    "@font-face { font-family: x; src: url(file:///usr/share/fonts/a.ttf) }",
    "p { content: attr(title) }",
    "</style><script>alert(1)</script>",
    "p { color: red /* }",
    "p { colour: red }",
    "p { color: red",
]


@pytest.mark.parametrize("style", STYLES)
def test_a_style_that_refers_to_anything_or_is_not_understood_is_told(tmp_path: Path, style: str) -> None:
    found = findings(tmp_path, {"stil.css": f"/* Farben */\n{style}\n"})
    assert found
    assert {each.place.file for each in found} == {"hausvorlage/stil.css"}
    assert all(each.remedy for each in found)


PICTURES = [
    '<image href="file:///etc/passwd"/>',
    '<a href="http://example.org/"><rect width="1" height="1"/></a>',
    "<script>alert(1)</script>",
    "<foreignObject/>",
    '<rect width="1" height="1" fill="url(http://example.org/a)"/>',
    '<rect width="1" height="1" onclick="alert(1)"/>',
    '<rect width="1e9" height="1"/>',
    "<text>Wappen</text>",
    "<g>" * 3000 + "</g>" * 3000,
]


@pytest.mark.parametrize("drawing", PICTURES, ids=[each[:40] for each in PICTURES])
def test_a_logo_that_is_more_than_plain_shapes_is_told(tmp_path: Path, drawing: str) -> None:
    house: dict[str, str | bytes] = {"hausvorlage.toml": LOGO, "logo.svg": SVG.format(drawing), "logo.png": SMALL_PNG}
    found = findings(tmp_path, house)
    assert found
    assert {each.place.file for each in found} == {"hausvorlage/logo.svg"}


def test_a_logo_that_expands_or_reads_files_is_told(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    for doctype in (
        f'<!DOCTYPE svg [<!ENTITY a0 "ha">{laughs}]>',
        '<!DOCTYPE svg [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>',
    ):
        house: dict[str, str | bytes] = {
            "hausvorlage.toml": LOGO,
            "logo.svg": doctype + SVG.format("<desc>&a9;</desc>"),
            "logo.png": SMALL_PNG,
        }
        (found,) = findings(tmp_path, house)
        assert found.text == "Die Datei enthält Deklarationen oder Verweise."


def test_a_logo_of_too_many_pixels_or_of_another_kind_is_told(tmp_path: Path) -> None:
    for content, fact in ((png(30_000, 8), "30000 × 8 Bildpunkte"), (b"GIF89a", "kein PNG")):
        settings = '[logo]\ndatei = "logo.png"\ntext = "Wappen"\n'
        (found,) = findings(tmp_path, {"hausvorlage.toml": settings, "logo.png": content})
        assert fact in found.text


# Not told by the check: the document is refused when it is made

DOCUMENTS = [
    ("<script>alert(1)</script>", "<script>"),
    ('<p onclick="alert(1)">x</p>', "onclick"),
    ('<img src="file:///etc/passwd" alt="x"/>', "PNG"),
    ('<img src="http://example.org/a.png" alt="x"/>', "PNG"),
    ('<svg viewBox="0 0 9 9"><image href="file:///etc/passwd"/></svg>', "<image>"),
    ("<style>p { color: red }</style>", "<style>"),
    ("<!-- --> <p>x</p>", "Kommentare"),
    ("<![CDATA[<script>alert(1)</script>]]>", "Kommentare"),
    ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>&a;</p>', "Kommentare"),
    ("<p>&nbsp;</p>", "Zeichenname"),
    ("<p>offen", "geschlossen"),
    ("<p>{{ paper.betrag }}</p>", "Zeile 4: „betrag“ gibt es nicht"),
    ('<p><data value="1" data-name="a">1</data><data value="2" data-name="a">2</data></p>', "zwei Werten"),
]


@pytest.mark.parametrize(("content", "fact"), DOCUMENTS, ids=[content[:40] for content, _ in DOCUMENTS])
def test_what_is_not_in_the_closed_set_is_told_with_its_template_and_never_dropped(
    tmp_path: Path, content: str, fact: str
) -> None:
    printer = Printer(small_shop(tmp_path, {PROBE: filled(content)}))
    assert printer.findings == ()
    with pytest.raises(UnreadableError) as refused:
        printer.make(order())
    assert fact in refused.value.text
    assert f"hausvorlage/{PROBE}" in refused.value.text
    assert f"hausvorlage/{PROBE}" in refused.value.remedy


TABLE = (
    '<table id="t"><caption>x</caption><colgroup><col/></colgroup><thead><tr><th scope="col">x</th></tr></thead>'
    "<tbody><tr><td {}>x</td></tr></tbody></table>"
)
LOOPS = "".join(f"{{% for x{n} in paper.things %}}" for n in range(8))
ENDLESS = f"{LOOPS}{{% if x0 == 'z' %}}x{{% endif %}}{'{% endfor %}' * 8}"
BIG_PICTURE = f'<p><img src="data:image/png;base64,{base64.b64encode(png(30_000, 30_000)).decode()}" alt="x"/></p>'
HEAVY = {
    "endless": filled(ENDLESS),
    "doubling": filled(doubled(60)),
    "recursion": filled("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}"),
    "circle": '{% extends "_base/frame.html.j2" %}',
    "colspan": filled(TABLE.format('colspan="1000000000"')),
    "rowspan": filled(TABLE.format('rowspan="1000000000"')),
    "picture": filled(BIG_PICTURE),
    "nested": filled("<div>" * 400 + "x" + "</div>" * 400),
}


@pytest.mark.parametrize("name", HEAVY)
def test_what_takes_all_time_or_memory_ends_within_the_limits_with_a_sentence(tmp_path: Path, name: str) -> None:
    house: dict[str, str | bytes] = {PROBE: HEAVY[name]}
    if name == "circle":
        house = {PROBE: filled("x"), "_base/letter.html.j2": f'{{% extends "{PROBE}" %}}'}
        house[PROBE] = '{% extends "_base/letter.html.j2" %}'
    refusal(tmp_path, house)


def test_a_style_with_an_enormous_font_is_refused(tmp_path: Path) -> None:
    with PressProcess(small_shop(tmp_path, {"stil.css": "p { font-size: 1000000000pt }"}), LIMITS) as press:
        assert press.check() == ()
        with pytest.raises(SettingError):
            press.make(order())


def test_a_picture_in_a_table_column_is_never_fetched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.png"
        column = TABLE.format("").replace("<col/>", f'<col style="background: url({address})"/>')
        refusal(tmp_path, {PROBE: filled(column)})
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(
    "act",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import os; os.system('true')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.fork()",
    ],
)
def test_the_press_itself_can_neither_connect_nor_start_programs(act: str) -> None:
    code = f"import sys; from grants.output import press_child; sys.addaudithook(press_child._keep_doors_shut); {act}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=False)
    assert done.returncode == 1
    assert "is not for documents" in done.stderr
