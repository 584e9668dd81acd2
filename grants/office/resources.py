"""Where templates and example lie: inside the installed package, or beside the packages in a checkout."""

from __future__ import annotations

from pathlib import Path

_GRANTS = Path(__file__).resolve().parent.parent
EXAMPLE = "landkreis-lindental"


def shipped(name: str) -> Path:
    """Return the folder of a shipped room (``templates``, ``examples``)."""
    packaged = _GRANTS / "_shipped" / name
    return packaged if packaged.is_dir() else _GRANTS.parent / name


def templates() -> Path:
    """Return the folder of the templates."""
    return shipped("templates")


def fonts() -> Path:
    """Return the folder of the bundled fonts."""
    return templates() / "_base" / "fonts"


def example() -> Path:
    """Return the folder of the example workspace."""
    return shipped("examples") / EXAMPLE
