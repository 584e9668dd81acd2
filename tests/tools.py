"""Programs that tests need: found, or the test is skipped with the package to install (in CI that is a failure)."""

from __future__ import annotations

import shutil

import pytest


def tool(name: str, package: str) -> str:
    """Return the path of a program."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} fehlt (Paket {package})")
    return path
