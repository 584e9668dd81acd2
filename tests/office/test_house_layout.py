"""hausvorlage/: what is read of it, what is refused, and what it does to the documents of a county."""

from __future__ import annotations

import os
import re
import zipfile
from functools import partial
from pathlib import Path

import pytest

from grants.office.acting import Acting
from grants.office.documents import DocumentKind
from grants.office.house_layout import HOUSE_FOLDER, LARGEST_TEXT, MOST_FILES, read_house_files
from grants.office.issuing import issue_documents
from grants.office.run import check_year, run_year, write_documents
from grants.office.workspace import open_workspace
from grants.output.house.layout import read_house
from ledger.finding import FindingsError
from tests.commands import foerderbuch
from tests.conftest import YEAR
from tests.output.orders import SHIPPED
from tests.output.test_hostile_templates import png

SETTINGS = """
[farben]
akzent = "#7a1f3d"

[schrift]
name = "Landkreis Sans"

[logo]
datei = "logo.svg"
word = "logo.png"
text = "Wappen des Landkreises"
"""
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 72" width="60" height="72">'
    '<path d="M2 2h56v36c0 18-14 26-28 32C16 64 2 56 2 38z" fill="#7a1f3d"/></svg>'
)
BLOCK = """{% extends "original/nachweise/weitergabe.html.j2" %}
{% block closing %}
<p>Für Fragen stehen wir gern zur Verfügung.</p>
{{ super() }}
{% endblock %}
"""
NO_SUCH_TEMPLATE = "Eine mitgelieferte Vorlage dieses Namens gibt es nicht."
FONT, LOGO_WORDS = b'[schrift]\nname = "X"\nnormal = "x.ttf"', b'[logo]\ntext = "x"\n'
LAYOUT: dict[str, str | bytes] = {
    "hausvorlage.toml": SETTINGS,
    "logo.svg": LOGO,
    "logo.png": png(60, 72),
    "stil.css": "h1 { letter-spacing: 0.02em; }\n",
    "nachweise/weitergabe.html.j2": BLOCK,
}


def write_layout(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / HOUSE_FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def facts(folder: Path) -> list[tuple[str, str]]:
    """Return place and fact of what reading finds."""
    return [(finding.place.file, finding.text) for finding in read_house_files(folder)[1]]


def test_without_the_folder_there_is_nothing_to_read_or_to_complain_about(tmp_path: Path) -> None:
    assert read_house_files(tmp_path) == ({}, ())


def test_files_are_read_by_their_names_and_hidden_ones_left_alone(tmp_path: Path) -> None:
    write_layout(tmp_path, {**LAYOUT, ".DS_Store": b"x"})
    assert set(read_house_files(tmp_path)[0]) == set(LAYOUT)


def test_a_link_a_pipe_and_something_too_deep_are_told(tmp_path: Path) -> None:
    write_layout(tmp_path, {"a/b/c/d.css": "x"})
    house = tmp_path / HOUSE_FOLDER
    (house / "logo.png").symlink_to("/etc/passwd")
    (house / "nachweise").symlink_to("/etc")
    os.mkfifo(house / "stil.css")
    assert facts(tmp_path) == [
        (f"{HOUSE_FOLDER}/a/b/c", "So tief liegt keine Datei der Hausvorlage."),
        (f"{HOUSE_FOLDER}/logo.png", "Das ist eine Verknüpfung."),
        (f"{HOUSE_FOLDER}/nachweise", "Das ist eine Verknüpfung."),
        (f"{HOUSE_FOLDER}/stil.css", "Das ist keine Datei."),
    ]


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / HOUSE_FOLDER).write_text("x", "utf-8")
    assert facts(tmp_path) == [(HOUSE_FOLDER, "An der Stelle des Ordners liegt etwas anderes.")]


def test_an_enormous_style_and_too_many_files_are_told(tmp_path: Path) -> None:
    write_layout(tmp_path, {"stil.css": "p{}" * LARGEST_TEXT})
    assert facts(tmp_path) == [(f"{HOUSE_FOLDER}/stil.css", "Die Datei ist größer als die erlaubten 256 kB.")]
    write_layout(tmp_path, {f"{number:03}.png": b"x" for number in range(MOST_FILES + 1)})
    assert (f"{HOUSE_FOLDER}/040.png", f"Es sind mehr als {MOST_FILES} Dateien.") in facts(tmp_path)


@pytest.mark.parametrize(
    ("files", "place", "fact"),
    [
        ({"notiz.txt": b"x"}, "notiz.txt", "Die Datei wird nirgends verwendet."),
        (
            {"nachweise/x.html.j2": b"x"},
            "nachweise/x.html.j2",
            NO_SUCH_TEMPLATE,
        ),
        (
            {"_base/index.html.j2": b"x"},
            "_base/index.html.j2",
            NO_SUCH_TEMPLATE,
        ),
        ({"stil.css": b"p { color: \xff }"}, "stil.css", "Die Datei ist kein Text in UTF-8."),
        ({"hausvorlage.toml": b"farben = "}, "hausvorlage.toml", "Die Angabe ist nicht lesbar"),
        ({"hausvorlage.toml": b"[farbe]"}, "hausvorlage.toml", "„farbe“ ist nicht vorgesehen."),
        ({"hausvorlage.toml": b'[farben]\nakzent = "red"'}, "hausvorlage.toml", "„red“ ist keine Farbe."),
        (
            {"hausvorlage.toml": b'[farben]\nrand = "#123456"'},
            "hausvorlage.toml",
            "„farben.rand“",
        ),
        ({"hausvorlage.toml": b"[schrift]\nname = 'a\";}'"}, "hausvorlage.toml", "ist kein Name einer Schrift."),
        (
            {"hausvorlage.toml": FONT},
            "hausvorlage.toml",
            "nennt „x.ttf“, das nicht in hausvorlage/ liegt.",
        ),
        (
            {"hausvorlage.toml": FONT, "x.ttf": b"\0\1\0\0\0\7"},
            "x.ttf",
            "Die Schrift ist unvollständig.",
        ),
        (
            {"hausvorlage.toml": FONT, "x.ttf": b"OTTO"},
            "x.ttf",
            "Die Datei ist keine TrueType-Schrift (TTF).",
        ),
        ({"hausvorlage.toml": LOGO_WORDS + b'datei = "../logo.png"'}, "hausvorlage.toml", "nennt „../logo.png“"),
        (
            {"hausvorlage.toml": LOGO_WORDS + b'datei = "x.gif"', "x.gif": b""},
            "hausvorlage.toml",
            "andere Endung",
        ),
        (
            {"hausvorlage.toml": LOGO_WORDS + b'datei = "l.svg"', "l.svg": b""},
            "hausvorlage.toml",
            "„logo.word“ fehlt",
        ),
        ({"hausvorlage.toml": b'[word]\nvorlage = "v.docx"', "v.docx": b"x"}, "v.docx", "kein Word-Dokument"),
    ],
)
def test_what_is_wrong_in_a_layout_is_told_with_its_file(files: dict[str, bytes], place: str, fact: str) -> None:
    _, findings = read_house(files, {"nachweise/probe.html.j2": SHIPPED})
    assert any(each.place.file == f"{HOUSE_FOLDER}/{place}" and fact in each.text for each in findings), findings
    assert all(each.remedy and each.blocks for each in findings)


def told(settings: str, **files: bytes) -> list[str]:
    """Return the facts that reading these settings finds."""
    given = {"hausvorlage.toml": settings.encode(), **files}
    return [each.text for each in read_house(given, {"nachweise/probe.html.j2": SHIPPED})[1]]


def test_colours_that_cannot_be_read_on_paper_are_told_with_their_contrast() -> None:
    """White on white has no contrast at all; #808080 has 3.95 to white (WCAG 2.1), which is not rounded up."""
    white = "\n".join(
        f'{key} = "#FFFFFF"' for key in ("akzent", "akzent_hell", "text", "gedaempft", "linie", "warnung")
    )
    nothing = "„#ffffff“ hat auf weißem Papier nur einen Kontrast von 1,0 : 1."
    assert told(f"[farben]\n{white}") == [
        f"„farben.{key}“: {nothing}" for key in ("text", "gedaempft", "akzent", "warnung")
    ]
    assert told('[farben]\ngedaempft = "#808080"') == [
        "„farben.gedaempft“: „#808080“ hat auf weißem Papier nur einen Kontrast von 3,9 : 1."
    ]
    assert told('[farben]\ngedaempft = "#767676"\nakzent_hell = "#ffffff"') == []


def test_text_that_does_not_stand_out_from_its_ground_is_told() -> None:
    facts_of_ground = told('[farben]\ntext = "#000000"\nakzent_hell = "#000000"\ngedaempft = "#000000"')
    assert facts_of_ground == [
        f"„farben.akzent_hell“: „#000000“ hat zu „{key}“ (#000000) nur einen Kontrast von 1,0 : 1."
        for key in ("text", "gedaempft")
    ]


def test_each_key_of_the_settings_is_read_whatever_is_wrong_with_the_others() -> None:
    assert told('[schrift]\nname = "X"\nnormal = "a.ttf"\nhalbfett = "b.ttf"') == [
        "„schrift.normal“ nennt „a.ttf“, das nicht in hausvorlage/ liegt.",
        "„schrift.halbfett“ nennt „b.ttf“, das nicht in hausvorlage/ liegt.",
    ]
    assert told('[farben]\nakzent = "rot"\nrand = "#123456"\nsaum = "#123456"\n[logos]\n[logo]\ndatei = "l.png"') == [
        "„logos“ ist nicht vorgesehen.",
        "„farben.rand“ ist nicht vorgesehen.",
        "„farben.saum“ ist nicht vorgesehen.",
        "„farben.akzent“ „rot“ ist keine Farbe.",
        "„logo.text“ fehlt.",
        "„logo.datei“ nennt „l.png“, das nicht in hausvorlage/ liegt.",
    ]


@pytest.mark.parametrize(
    "declaration",
    [
        "display: none",
        "VISIBILITY:hidden !important",
        "opacity: 0.2",
        "color: transparent",
        "color: rgba(0, 0, 0, 0)",
        "color: #1a1a1a00",
        "color: #fff",
        "color: var(--accent-light)",
        "background: #1f4e79; color: #1a1a1a",
        "font-size: 0",
        "font-size: 5.9pt",
        "font-size: 7px",
        "font-size: 20%",
        "font: 600 0.1em/1 serif",
        "text-indent: -999px",
        "margin: 0 0 0 -50mm",
        "position: absolute",
        "clip-path: inset(50%)",
        "transform: scale(0)",
        "--text: transparent",
    ],
)
def test_a_style_that_would_hide_text_is_told_with_its_line(declaration: str) -> None:
    style = f"h1 {{ letter-spacing: 0.01em }}\ntd {{ padding: 0; {declaration} }}\n".encode()
    _, findings = read_house({"stil.css": style}, {})
    assert [(each.place.file, each.place.row) for each in findings] == [("hausvorlage/stil.css", 2)], findings


@pytest.mark.parametrize(
    "declaration",
    [
        "color: #333",
        "color: var(--accent)",
        "background: var(--accent); color: white",
        "font-size: 6pt",
        "font: italic 600 9pt/1.2 serif",
        "font-weight: 600",
        "margin-top: 3mm",
        "padding-left: 1mm; display: block; opacity: 1",
        "border: 0 solid transparent",
    ],
)
def test_a_style_that_only_changes_the_look_is_taken(declaration: str) -> None:
    assert read_house({"stil.css": f"td {{ {declaration} }}".encode()}, {})[1] == ()


def test_everything_that_is_wrong_is_told_at_once(workspace_folder: Path, acting: Acting) -> None:
    write_layout(
        workspace_folder,
        {"hausvorlage.toml": '[farben]\nakzent = "rot"\n', "stil.css": "@import 'x';", "vorlagen/neu.html.j2": "x"},
    )
    (workspace_folder / HOUSE_FOLDER / "logo.png").symlink_to("/etc/passwd")
    reading = check_year(open_workspace(workspace_folder), YEAR, acting)
    assert sorted(each.place.file for each in reading.findings if each.place.file.startswith(HOUSE_FOLDER)) == [
        "hausvorlage/hausvorlage.toml",
        "hausvorlage/logo.png",
        "hausvorlage/stil.css",
        "hausvorlage/vorlagen/neu.html.j2",
    ]
    with pytest.raises(FindingsError):
        run_year(open_workspace(workspace_folder), YEAR, acting)
    assert not (workspace_folder / "foerderbuch.db").exists()


@pytest.mark.parametrize("issuing", [False, True])
def test_every_command_that_writes_documents_names_all_that_is_wrong(
    finished_copy: Path, acting: Acting, *, issuing: bool
) -> None:
    """A property that does not exist is told beside what is refused in the same style and in another file."""
    style = "p { colour: #333333 }\ntd { display: none }\n"
    write_layout(finished_copy, {"stil.css": style, "hausvorlage.toml": '[farben]\nakzent = "rot"\nrand = "#123456"'})
    workspace = open_workspace(finished_copy)
    write = partial(issue_documents, replacing=False) if issuing else write_documents
    with pytest.raises(FindingsError) as refused:
        write(workspace, YEAR, DocumentKind.ALLOCATION, acting, dry_run=False)
    said = [each.text for each in refused.value.findings]
    assert len(said) == 4
    for words in ("farben.akzent", "farben.rand", "display: none", "colour: #333333"):
        assert any(words in each for each in said), said


def test_pruefen_and_a_single_document_name_the_place(finished_copy: Path, acting: Acting) -> None:
    write_layout(finished_copy, {"stil.css": "p { color: red }\nh1 { background: url(http://example.org) }\n"})
    said = foerderbuch("pruefen", "2025", "-C", str(finished_copy))
    assert said.returncode == 1
    assert "hausvorlage/stil.css, Zeile 2" in said.stdout + said.stderr
    with pytest.raises(FindingsError):
        write_documents(open_workspace(finished_copy), YEAR, DocumentKind.ALLOCATION, acting, dry_run=False)


def test_a_style_that_makes_the_outputs_differ_keeps_drafts_and_papers_from_being_written(
    finished_copy: Path, acting: Acting
) -> None:
    """The digit that this style adds before every number is in the PDF alone."""
    write_layout(finished_copy, {"stil.css": 'td.num::before { content: "9" }'})
    before = {path: path.read_bytes() for path in (finished_copy / "ausgabe").rglob("*") if path.is_file()}
    workspace = open_workspace(finished_copy)
    with pytest.raises(FindingsError) as refused:
        write_documents(workspace, YEAR, DocumentKind.ALLOCATION, acting, dry_run=False)
    assert {each.place.file for each in refused.value.findings} == {"2025-verteilung.pdf"}
    assert all("hausvorlage/" in each.remedy for each in refused.value.findings)
    with pytest.raises(FindingsError) as refused:
        issue_documents(workspace, YEAR, DocumentKind.ALLOCATION, acting, replacing=False, dry_run=False)
    assert all("hausvorlage/" in each.remedy for each in refused.value.findings)
    assert before == {path: path.read_bytes() for path in (finished_copy / "ausgabe").rglob("*") if path.is_file()}


def test_colours_logo_style_and_block_of_a_county_are_in_all_its_documents(finished_copy: Path, acting: Acting) -> None:
    write_layout(finished_copy, LAYOUT)
    workspace = open_workspace(finished_copy)
    assert check_year(workspace, YEAR, acting).blocks is False
    _, files, _ = write_documents(workspace, YEAR, DocumentKind.PASS_THROUGH, acting, dry_run=False)
    first = {file.path.suffix: file.path for file in files[:4]}
    html = first[".html"].read_text("utf-8")
    assert html.count('class="logo"') == 1
    assert "<title>Wappen des Landkreises</title>" in html
    assert "--accent: #7a1f3d;" in html
    assert "letter-spacing: 0.02em" in html
    assert html.index("Für Fragen stehen wir gern") < html.index("Mit freundlichen Grüßen")
    with zipfile.ZipFile(first[".docx"]) as word:
        assert any(word.read(name) == LAYOUT["logo.png"] for name in word.namelist() if name.endswith(".png"))
        assert "7A1F3D" in word.read("word/styles.xml").decode()
        assert "Landkreis Sans" in word.read("word/styles.xml").decode()


def test_the_example_of_the_handbook_is_a_sound_layout(finished_copy: Path, acting: Acting) -> None:
    """What the chapter shows, with pictures in the places it names, passes the check."""
    handbook = (Path(__file__).resolve().parents[2] / "docs" / "handbuch.md").read_text("utf-8")
    chapter = handbook[handbook.index("## Hausvorlage") :]
    chapter = chapter[: chapter.index("\n## ", 5)]
    shown = dict(re.findall(r"`hausvorlage/([\w./-]+)`:\n\n```\w*\n(.*?)```", chapter, re.DOTALL))
    assert set(shown) == {"hausvorlage.toml", "logo.svg", "stil.css", "nachweise/weitergabe.html.j2"}
    write_layout(finished_copy, {**shown, "logo.png": png(60, 72)})
    assert check_year(open_workspace(finished_copy), YEAR, acting).blocks is False
