"""The process in which a workbook is read: it answers, is limited, and is gone afterwards, however it ends."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import ledger
from ledger.finding import UnreadableError
from ledger.imports.cells import Cell
from ledger.imports.spreadsheet import read_spreadsheet
from ledger.imports.workbook import spreadsheet_child
from tests.ledger.packages import SHEET, SOUND, Member, bomb, by_hand, open_document, parts_of, string_row, with_sheet
from tests.ledger.small_files import cells, is_german_sentence, read, workbook

PYTHON = sys.executable
READ_ALL = "import sys; sys.stdin.buffer.read();"


def child(program: str) -> tuple[str, ...]:
    """Return the command of a process that takes the place of the child."""
    return (PYTHON, "-c", program)


def refused(content: bytes, *command: str, most_seconds: int = 60) -> UnreadableError:
    """Return the refusal that names the file; fact and remedy are German sentences."""
    arguments: dict[str, Any] = {"child": command} if command else {}
    with pytest.raises(UnreadableError) as caught:
        read_spreadsheet(content, "mappe.xlsx", most_seconds=most_seconds, **arguments)
    assert caught.value.text.startswith("mappe.xlsx: ")
    assert is_german_sentence(caught.value.text.removeprefix("mappe.xlsx: "))
    assert is_german_sentence(caught.value.remedy)
    return caught.value


def test_the_rows_of_either_kind_of_workbook_come_back() -> None:
    for content in (SOUND, open_document(string_row("A", "B") + string_row("1", "2"))):
        (sheet,) = read_spreadsheet(content, "mappe")
        assert [(row.number, tuple(row.cells)) for row in sheet.rows] == [
            (1, (Cell("A"), Cell("B"))),
            (2, (Cell("1"), Cell("2"))),
        ]


def test_a_refusal_comes_back_with_place_and_remedy() -> None:
    problem = refused(with_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert problem.text.startswith("mappe.xlsx: Auf dem Blatt „Blatt“ ist die Zelle XFD1048576 gefüllt")


def test_rows_of_many_megabytes_go_in_and_out_without_waiting_for_each_other() -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{row * 7919 % 1_000_003:0200d}</t></is></c></row>'
        for row in range(1, 50_001)
    )
    (sheet,) = read_spreadsheet(with_sheet(rows), "mappe.xlsx")
    assert len(sheet.rows) == 50_000
    assert sheet.rows[-1].cell(0).text == f"{50_000 * 7919 % 1_000_003:0200d}"


@pytest.mark.parametrize(
    "program",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        f"{READ_ALL} import os; os.abort()",
        f"{READ_ALL} sys.exit(1)",
        f"{READ_ALL} raise RuntimeError('Meier, Anna')",
        f"{READ_ALL} sys.stdout.write('kein Ergebnis')",
        f"{READ_ALL} sys.stdout.buffer.write(bytes(9))",
        f"{READ_ALL} import marshal; sys.stdout.buffer.write(marshal.dumps(('sheets', []))[:-3])",
        f"{READ_ALL} import marshal; sys.stdout.buffer.write(marshal.dumps(7))",
        f"{READ_ALL} import marshal; sys.stdout.buffer.write(marshal.dumps(('sheets', [])) ); sys.exit(3)",
        "pass",
    ],
)
def test_a_child_without_a_whole_answer_ends_in_a_refusal(program: str, capfd: pytest.CaptureFixture[str]) -> None:
    for content in (SOUND, bytes(8 * 2**20)):  # also when most of the input was never taken
        assert "brach ab" in refused(content, *child(program)).text
    assert capfd.readouterr() == ("", "")


def test_a_child_that_hangs_is_stopped_and_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Remembered(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Remembered)
    assert "länger als erlaubt" in refused(SOUND, *child("import time; time.sleep(600)"), most_seconds=1).text
    (process,) = started
    assert process.returncode == -signal.SIGKILL
    assert not _lives(process.pid)


def test_a_child_that_uses_up_its_time_of_work_is_stopped() -> None:
    program = "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)"
    assert "länger als erlaubt" in refused(SOUND, *child(program)).text


def test_a_child_that_cannot_be_started_is_told() -> None:
    assert "lässt sich nicht starten" in refused(SOUND, "/gibt/es/nicht").text


def test_a_file_of_more_than_20_megabytes_is_refused_without_a_child() -> None:
    assert "zu groß" in refused(SOUND + bytes(20 * 2**20), "/gibt/es/nicht").text


def test_a_child_limits_itself_before_it_takes_a_byte() -> None:
    script = (
        "import json, resource; from ledger.imports.workbook import spreadsheet_child; spreadsheet_child._limit();"
        "print(json.dumps([resource.getrlimit(kind)[0] for kind in "
        "(resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE, resource.RLIMIT_FSIZE)]))"
    )
    assert json.loads(run(script).stdout) == [2**30, 60, 0, 0]


def run(script: str, *, folder: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a fresh interpreter that finds the packages of this checkout, or those in a folder."""
    packages = folder or Path(ledger.__file__).parents[1]
    return subprocess.run(
        [PYTHON, "-c", script],
        env={**os.environ, "PYTHONPATH": str(packages), "PYTHONUTF8": "1", **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )


MEMORY = """
import json, resource
from ledger.finding import UnreadableError
from ledger.imports.spreadsheet import read_spreadsheet
content = open({path!r}, "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_spreadsheet(content, "bombe.xlsx")
    text = "gelesen"
except UnreadableError as problem:
    text = problem.text
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps([text, grown, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))
"""


@pytest.mark.parametrize("announced", [500 * 2**20, 100_000, 100 * 2**20])
def test_a_bomb_of_half_a_gigabyte_is_refused_in_little_memory(announced: int, tmp_path: Path) -> None:
    packed, check = bomb(500)
    members = [Member(name, part) for name, part in parts_of(SOUND).items() if name != SHEET]
    file = tmp_path / "bombe.xlsx"
    file.write_bytes(by_hand([*members, Member(SHEET, packed=packed, check=check, announced=announced)]))
    text, grown, by_child = json.loads(run(MEMORY.format(path=str(file))).stdout)
    assert text != "gelesen"
    assert grown < 30_000  # kilobytes
    assert by_child < 60_000


def test_a_workbook_that_needs_more_memory_than_allowed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def devour(_: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr("ledger.imports.workbook.workbook_reader.read_workbook", devour)
    kind, (text, remedy) = spreadsheet_child.answer(SOUND)
    assert (kind, "zu groß" in text, remedy.startswith("Bitte ")) == (spreadsheet_child.REFUSAL, True, True)


def test_memory_beyond_the_limit_is_not_to_be_had() -> None:
    script = (
        "from ledger.imports.workbook import spreadsheet_child; spreadsheet_child._limit()\n"
        "try:\n    bytes(2**30)\nexcept MemoryError:\n    print('verweigert')"
    )
    assert run(script).stdout.strip() == "verweigert"


def test_a_child_whose_parent_was_killed_does_not_stay() -> None:
    waiting = (
        "import os, time; from ledger.imports.workbook.spreadsheet_child import _leave_with; _leave_with(os.getppid());"
        "print(os.getpid(), flush=True); time.sleep(600)"
    )
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {waiting!r}], check=False)"
    process = subprocess.Popen(
        [PYTHON, "-c", parent],
        env={**os.environ, "PYTHONPATH": str(Path(ledger.__file__).parents[1])},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout as output:
        pid = int(output.readline())
        assert _lives(pid)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert output.read() == ""  # ends when the last process that holds it ends
    while _lives(pid):
        time.sleep(0.05)


def _lives(pid: int) -> bool:
    """Return whether a process runs; one that has ended and that nobody has asked after does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] not in ("Z", "X")


def test_a_child_that_gets_less_than_was_announced_gives_no_answer() -> None:
    """What it would read of a parent that died while sending is half a file."""
    from ledger.imports.spreadsheet import CHILD

    done = subprocess.run([*CHILD, str(len(SOUND))], input=SOUND[:-1], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


READ = """
import sys
from ledger.imports.spreadsheet import read_spreadsheet
(sheet,) = read_spreadsheet(open("mappe.xlsx", "rb").read(), "mappe.xlsx")
print(sheet.rows[0].cell(0).text)
"""


@pytest.mark.parametrize("environment", [{}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONHASHSEED": "0"}])
def test_a_workbook_is_read_from_a_folder_with_blanks_and_umlauts(environment: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "Förder buch's (Kopie) $HOME"
    shutil.copytree(Path(ledger.__file__).parent, folder / "ledger", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "mappe.xlsx").write_bytes(SOUND)
    assert run(READ, folder=folder, **environment).stdout == "A\n"


def test_neither_working_folder_nor_environment_can_change_what_the_child_runs(tmp_path: Path) -> None:
    trap = "import os; os._exit(9)"
    for module in ("sitecustomize", "usercustomize", "resource", "struct", "zipfile"):
        (tmp_path / f"{module}.py").write_text(trap, "utf-8")
    (tmp_path / "mappe.xlsx").write_bytes(SOUND)
    move = f"import os; os.environ['PYTHONPATH'] = {str(tmp_path)!r}; os.chdir({str(tmp_path)!r})\n"
    script = READ.replace("(sheet,)", f"{move}(sheet,)")
    assert run(script, PYTHONSTARTUP=str(tmp_path / "struct.py")).stdout == "A\n"


def test_text_is_read_as_text_whatever_its_name_says() -> None:
    for name in ("lohn.xls", "lohn.xlsx", "lohn.ods"):
        intake = read("Spalte Eins\tSpalte Zwei\n1\t2\n", name)
        assert intake.findings[0].found == "Spalte Eins, Spalte Zwei"
    assert read("A;B\n1;2\n", "lohn.xlsx").findings[0].found == "A, B"
    assert read(workbook({"Blatt": cells("A;B")}), "lohn.csv").findings[0].found == "A, B"


def test_an_old_or_encrypted_workbook_is_refused_with_the_remedy() -> None:
    # Excel wraps an encrypted workbook, and every old XLS file, into an OLE container.
    with pytest.raises(UnreadableError) as caught:
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000), "mappe.xlsx")
    assert "verschlüsselt" in caught.value.text
    assert "ohne Kennwort" in caught.value.remedy


def test_a_file_of_more_than_50_megabytes_is_refused_whatever_it_is() -> None:
    with pytest.raises(UnreadableError, match="größer als die erlaubten 50 MB"):
        read(bytes(50 * 2**20 + 1))


def test_an_interrupted_reading_leaves_no_child(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    waiting = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    script = (
        "import sys; from ledger.imports.spreadsheet import read_spreadsheet\n"
        f"read_spreadsheet(b'x', 'x', child=(sys.executable, '-c', {waiting!r}))"
    )
    process = subprocess.Popen(
        [PYTHON, "-c", script],
        env={**os.environ, "PYTHONPATH": str(Path(ledger.__file__).parents[1])},
        stderr=subprocess.DEVNULL,
    )
    while not (note.exists() and note.read_text()):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    process.wait()
    assert not _lives(int(note.read_text()))
