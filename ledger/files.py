"""Write files so that they are there whole or not at all. The one home of POSIX-only calls."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pwd
import tempfile
from pathlib import Path


def digest(content: bytes) -> str:
    """Return the SHA-256 of the bytes in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file through a temporary one in the same folder, synced to disk, and rename it into place.

    Raises OSError (disk full, no permission); the old file is then untouched and no temporary file remains.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".neu-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), 0o644)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename durable by syncing the folder that holds it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def acting_user() -> str:
    """Return the name of the operating-system user who runs the program."""
    uid = os.getuid()
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid-{uid}"
