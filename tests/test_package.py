"""The wheel: installed into an empty environment outside the checkout it makes the example and runs it."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rad")
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return folder / done.stdout.strip().splitlines()[-1]


@pytest.mark.slow
def test_the_wheel_carries_templates_rules_and_example(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "grants/_shipped/templates/_base/print.css" in names
    assert "grants/_shipped/templates/_base/fonts/SourceSans3-Regular.ttf" in names
    assert "grants/_shipped/examples/landkreis-lindental/foerderbuch.toml" in names
    assert "ledger/imports/profiles/buchungsjournal.toml" in names
    assert "grants/law/programmes/vwv-integrationsmanagement-2023.toml" in names
    assert "ledger/book/migrations/version_2.sql" in names
    assert "grants/desk/locale/de/LC_MESSAGES/messages.mo" in names


@pytest.mark.slow
def test_the_installed_wheel_makes_the_example_and_runs_the_year(wheel: Path, tmp_path: Path) -> None:
    """The environment is empty but for the libraries, which are lent to it; the checkout is not on its path."""
    environment = tmp_path / "leere umgebung"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    zipfile.ZipFile(wheel).extractall(packages)
    (packages / "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    python = str(environment / "bin" / "python")

    def foerderbuch(*words: str) -> str:
        start = "import sys; from grants.desk.main import main; sys.argv[0] = 'foerderbuch'; main()"
        command = [python, "-E", "-c", start, *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=True)
        return done.stdout

    where = subprocess.run(
        [python, "-E", "-c", "import grants; print(grants.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(packages) in where.stdout
    foerderbuch("neu", "kreis", "--beispiel")
    assert "davon 8 neu gebucht" in foerderbuch("lauf", "2025", "-C", "kreis")
    assert (tmp_path / "kreis" / "ausgabe" / "2025" / "2025-verwendungsnachweis.pdf").stat().st_size > 10_000
