"""The press: the same files as anywhere, one warm child for all documents, none left when its user has gone."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grants.output.press import Printer
from grants.output.press_process import PressProcess, SettingError
from tests.output.orders import PROBE, SOUND, filled, order, small_shop

pytestmark = pytest.mark.usefixtures("every_document_is_set")


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_the_child_makes_the_same_bytes_as_the_function_in_this_process(tmp_path: Path) -> None:
    shop = small_shop(tmp_path, {})
    with PressProcess(shop) as press:
        assert press.make(order()) == Printer(shop).make(order())


def test_one_child_makes_all_documents_and_is_gone_with_its_folder_afterwards(tmp_path: Path) -> None:
    with PressProcess(small_shop(tmp_path, {})) as press:
        press.make(order(formats=("html",)))
        child, folder = press._process, press._folder
        press.make(order(SOUND, ("html",)))
        assert press._process is child
        assert folder
        assert folder.exists()
    assert child
    assert child.returncode == -signal.SIGKILL
    assert not folder.exists()


def test_a_new_child_takes_over_when_one_was_killed(tmp_path: Path) -> None:
    with PressProcess(small_shop(tmp_path, {})) as press:
        made = press.make(order())
        assert press._process
        press._process.kill()
        press._process.wait()
        assert press.make(order()) == made


def test_a_child_that_dies_as_it_is_asked_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with PressProcess(small_shop(tmp_path, {})) as press:
        press.start()
        assert press._process
        press._process.kill()
        press._process.wait()
        monkeypatch.setattr(press, "start", lambda: None)
        with pytest.raises(SettingError, match=r"Probe: Das Setzen brach ab"):
            press.make(order())


def test_the_child_sees_nothing_of_the_callers_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOERDERBUCH_DATENBANK", "postgresql://geheim")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with PressProcess(small_shop(tmp_path, {})) as press:
        press.make(order(formats=("html",)))
        assert press._process
        seen = Path(f"/proc/{press._process.pid}/environ").read_bytes()
        limits = Path(f"/proc/{press._process.pid}/limits").read_text("ascii")
    names = {each.partition(b"=")[0].decode() for each in seen.split(b"\0") if each}
    assert names - {"LD_LIBRARY_PATH"} == {"LC_ALL", "TZ", "PYTHONHASHSEED", "HOME", "TMPDIR"}
    assert str(1536 * 2**20) in limits


def test_the_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\n"
        "from grants.output.press_process import PressProcess\nfrom tests.output.orders import order, small_shop\n"
        "press = PressProcess(small_shop(Path(sys.argv[1]), {}))\npress.make(order(formats=('html',)))\n"
        "print(press._process.pid, press._folder, flush=True)\ntime.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child, folder = parent.stdout.readline().split()
    assert is_alive(int(child))
    parent.kill()
    parent.communicate()
    while is_alive(int(child)) or Path(folder).exists():
        time.sleep(0.1)


def test_a_county_changes_one_block_and_keeps_the_rest(tmp_path: Path) -> None:
    block = "{% block closing %}\n<p>Bis bald</p>\n{{ super() }}\n{% endblock %}\n"
    own = f'{{% extends "original/{PROBE}" %}}\n{block}'
    with PressProcess(small_shop(tmp_path, {PROBE: own})) as press:
        assert press.check() == ()
        html = press.make(order(formats=("html",)))["html"].decode()
    assert html.index("Probe</span></h1>") < html.index("Bis bald") < html.index("Mit freundlichen Grüßen")


def test_a_template_that_replaces_the_whole_document_is_used(tmp_path: Path) -> None:
    with PressProcess(small_shop(tmp_path, {PROBE: filled("<p>Ganz neu</p>")})) as press:
        assert b"Ganz neu" in press.make(order(formats=("html",)))["html"]
        assert b"Ganz neu" not in press.make(order(SOUND, ("html",)))["html"]
