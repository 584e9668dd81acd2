"""The rules of the house: small files with one job, no arithmetic in templates, words that agree with the code."""

from __future__ import annotations

import ast
import importlib
import re
import shutil
import subprocess
import sys
from enum import Enum
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from grants.desk.main import app
from tools.compile_words import WORDS, compiled

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(path for room in ("ledger", "grants") for path in (ROOT / room).rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.j2"))
COMMANDS = [command.callback.__name__ for command in app.registered_commands if command.callback]
HEAVY = [
    "sqlmodel",
    "sqlalchemy",
    "psycopg",
    "alembic",
    "weasyprint",
    "docx",
    "jinja2",
    "babel",
    "xlsxwriter",
    "PIL",
    "lxml",
]
LONGEST_FILE = 350

# Where a float is no amount: seconds of a stopwatch or a wait, points of a drawing, a cell of a spreadsheet, contrast.
FLOATS_ALLOWED = {
    "grants/office/run.py",
    "grants/output/house/colours.py",
    "grants/output/word/drawing.py",
    "grants/output/word/drawing_paths.py",
    "grants/output/finished/pdf_reading.py",
    "grants/output/press_process.py",
    "grants/output/workbook/styles.py",
    "grants/desk/output.py",
    "ledger/files.py",
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_file_says_its_job_in_the_first_line_and_is_no_hall(path: Path) -> None:
    text = path.read_text("utf-8")
    assert (ast.get_docstring(ast.parse(text)) or "").strip()
    assert len(text.splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_float_comes_near_an_amount(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    named = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "float"]
    literal = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)]
    if name_of(path) not in FLOATS_ALLOWED and not name_of(path).startswith("grants/output/word/"):
        assert named == []
        assert literal == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_only_the_desk_prints(path: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    printing = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]
    assert not printing or name_of(path).startswith("grants/desk/")


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_compute_nothing_and_never_switch_escaping_off(path: Path) -> None:
    text = path.read_text("utf-8")
    for expression in re.findall(r"\{\{(.*?)\}\}", text, re.DOTALL) + re.findall(r"\{%(.*?)%\}", text, re.DOTALL):
        bare = re.sub(r'"[^"]*"', "", expression).strip("-")
        assert not re.search(r"[+*/~]|(?<!\w)-\s*\w", bare), expression
        assert "safe" not in re.findall(r"\|\s*(\w+)", bare)
    assert "autoescape" not in text


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme_and_in_the_handbook(command: str) -> None:
    assert command in (ROOT / "README.md").read_text("utf-8")
    assert f"`foerderbuch {command}`" in (ROOT / "docs" / "handbuch.md").read_text("utf-8")


def glossary() -> dict[str, str]:
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    return {identifier: meaning for _, cell, meaning in rows for identifier in re.findall(r"`(\w+)`", cell)}


@pytest.mark.parametrize("room", ["law", "settle"])
def test_the_map_names_every_module_of_the_rooms_that_have_many(room: str) -> None:
    """A group may be named by a pattern; a name or pattern that fits no file is a mistake."""
    readme = (ROOT / "README.md").read_text("utf-8")
    section = re.search(rf"^  {room}/ .*\n(?: {{3,}}.*\n)+", readme, re.MULTILINE)
    assert section
    patterns = re.findall(r"[\w*]+\.py", section[0])
    modules = [path.name for path in (ROOT / "grants" / room).glob("*.py") if path.name != "__init__.py"]
    assert [name for name in modules if not any(fnmatchcase(name, pattern) for pattern in patterns)] == []
    assert [pattern for pattern in patterns if not any(fnmatchcase(name, pattern) for name in modules)] == []


@pytest.mark.parametrize(
    "name",
    ["RoundingPolicy", "SettlementMethod", "FundingType", "Unit", "Financing", "FinalGrant", "GrantorShare"],
)
def test_the_glossary_has_a_line_for_what_the_law_names(name: str) -> None:
    assert name in glossary()


def domain_classes() -> dict[str, type]:
    found: dict[str, type] = {}
    for path in SOURCES:
        if path.name != "__init__.py":
            module = importlib.import_module(name_of(path).removesuffix(".py").replace("/", "."))
            found |= {name: value for name, value in vars(module).items() if isinstance(value, type)}
    return found


def test_the_glossary_names_only_what_exists() -> None:
    classes = domain_classes()
    assert [name for name in glossary() if name not in classes and name != "cost_month"] == []


def test_the_glossary_agrees_with_the_german_values_of_the_enums() -> None:
    classes = domain_classes()
    for name, meaning in glossary().items():
        kind = classes.get(name)
        if kind is not None and issubclass(kind, Enum) and name not in ("Side", "CarrierKind", "UnusedMeans"):
            for member in kind:
                assert str(member.value) in meaning, (name, member)


def test_help_loads_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys; sys.argv = ['foerderbuch', '--help']\n"
        "from grants.desk.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', *[name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED"


def test_the_compiled_words_of_the_command_line_are_up_to_date() -> None:
    assert WORDS.with_suffix(".mo").read_bytes() == compiled()


def test_no_file_names_a_path_of_somebodys_machine_or_an_address_to_install_from() -> None:
    """Every machine has its own paths and package indexes; a checkout must work on all of them."""
    listing = [shutil.which("git") or "git", "ls-files", "-z"]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, done.stdout.split("\0")):
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".sh", ".j2", ".css", ".txt", "") and path.is_file():
            text = path.read_text("utf-8", errors="ignore")
            assert not re.search(r"(?<![\w.:/])/(?:home|root|Users|work)/\w", text), name
            if path.suffix in (".sh", ".txt", "") or name == "pyproject.toml":
                assert "://" not in text or name.startswith(("LICENSE", "templates/")), name
