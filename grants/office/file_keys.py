"""Names of files made from keys of carriers, figures and programmes: small letters, digits and hyphens, never alike."""

from __future__ import annotations

import hashlib
import re

_PLAIN = re.compile(r"[0-9a-z]+(?:-[0-9a-z]+)*", re.ASCII)
_OTHER = re.compile(r"[^0-9a-z]+", re.ASCII)
LONGEST = 80


def file_key(key: str) -> str:
    """Return what stands for a key in the name of a file; two keys never have the same.

    A key of small letters and digits stands for itself. Any other keeps what can be kept of it and gets 16 digits of
    its SHA-256 after two hyphens, which a plain key never has: so neither capitals nor signs make two names one, also
    where a disk does not tell capitals apart.
    """
    if _PLAIN.fullmatch(key) and len(key) <= LONGEST:
        return key
    kept = _OTHER.sub("-", key.lower()).strip("-")[:LONGEST].rstrip("-")
    return f"{kept}--{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def figure_key(name: str) -> str:
    """Return what stands for the name of a figure, whose parts are divided by points."""
    divided = name.replace(".", "-")
    # With a hyphen of its own it could be taken for another name.
    return divided if "-" not in name and file_key(divided) == divided else file_key(name)
