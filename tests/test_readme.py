"""The README shows what the program really prints."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def shown(marker: str) -> str:
    text = (ROOT / "README.md").read_text("utf-8")
    match = re.search(rf"<!-- {marker} -->\n```text\n(.*?)```", text, re.DOTALL)
    assert match is not None
    return match[1]


def printed(*words: str) -> str:
    command = [sys.executable, "-m", "grants.desk.main", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout


def test_the_shown_output_of_the_demo_is_what_the_run_prints(workspace_folder: Path) -> None:
    assert printed("lauf", "2025", "-C", str(workspace_folder)).replace("\u00a0", " ").startswith(shown("demo"))


def test_the_shown_explanation_is_what_warum_prints(finished: Path) -> None:
    assert (
        printed("warum", "2025", "kreis.reisekosten", "-C", str(finished))
        .replace("\u00a0", " ")
        .startswith(shown("warum"))
    )
