"""Write files so that they are there whole or not at all. The one home of POSIX-only calls."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import pwd
import re
import shutil
from contextlib import contextmanager
from pathlib import Path, PurePath
from secrets import token_hex
from time import monotonic, sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPORARY = ".neu-"
_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "lustre", "davfs"} | {
    f"fuse.{program}" for program in ("sshfs", "rclone", "s3fs", "glusterfs", "davfs2", "gvfsd-fuse", "curlftpfs")
}


def digest(content: bytes) -> str:
    """Return the SHA-256 of the bytes in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file through a temporary one in the same folder, synced to disk, and rename it into place.

    Raises OSError (disk full, no permission); the old file is then untouched and no temporary file remains.
    """
    temporary = path.with_name(f"{TEMPORARY}{token_hex(8)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file without holding it in memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put_in_place(temporary: Path, target: Path) -> None:
    """Give a finished file its name, synced to disk, without ever overwriting another. Raises FileExistsError."""
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        # Many network drives have no links. An empty file reserves the name there, and a kill may leave it behind.
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        temporary.replace(target)
    else:
        temporary.unlink()
    _sync_folder(target.parent)


def put_in_place_of(temporary: Path, target: Path) -> None:
    """Give a finished file the name of another, synced to disk; at every moment one of the two has it."""
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(target)
    _sync_folder(target.parent)


def make_folder(folder: Path) -> None:
    """Make a folder with its parents, each synced to disk. Raises OSError."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in reversed(missing):
        _sync_folder(each.parent)


def put_folder_in_place(temporary: Path, target: Path) -> None:
    """Give a finished folder its name, synced to disk, in one step. Raises OSError where one with files has it."""
    temporary.rename(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename durable by syncing the folder that holds it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def hold_lock(path: Path, seconds: int) -> Iterator[None]:
    """Hold a lock on a file while the block runs, so that two programs never write into one folder at once.

    Raises TimeoutError when somebody else holds it for longer than the given seconds, OSError when it cannot be made.
    The lock ends with the process, however it ends; the empty file stays.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        until = monotonic() + seconds
        while not _try_lock(handle):
            if monotonic() > until:
                raise TimeoutError
            sleep(0.1)
        yield
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def free_space(folder: Path) -> int:
    """Return how many bytes may still be written to the disk of a folder."""
    return shutil.disk_usage(folder).free


def is_on_network(path: Path) -> bool:
    """Return whether a path lies on a network drive; False where the system does not tell."""
    if not _MOUNTS.exists():
        return False
    return is_on_network_by(_MOUNTS.read_text("utf-8", errors="surrogateescape"), path.resolve())


def is_on_network_by(mounts: str, path: PurePath) -> bool:
    """Return the same by the text of ``/proc/self/mountinfo`` (proc(5)); the path is absolute and holds no links."""
    place, remote = PurePath("/"), False
    for line in mounts.splitlines():
        mounted, _, medium = line.partition(" - ")
        folder = PurePath(_unescaped(mounted.split(" ")[4]))
        # A later mount hides an earlier one in the same place; a deeper one hides a part of it.
        if path.is_relative_to(folder) and folder.is_relative_to(place):
            place, remote = folder, _is_remote(*medium.split(" ")[:3])
    return remote


def _unescaped(text: str) -> str:
    """Return a name in which blanks and the like stand as three octal digits."""
    return re.sub(r"\\([0-7]{3})", lambda sign: chr(int(sign[1], 8)), text)


def _is_remote(kind: str, source: str, options: str) -> bool:
    if kind == "9p":  # drives of Windows in its subsystem for Linux; sandboxes use the same kind for their own disk
        return "trans=tcp" in options or "drvfs" in (source + options)
    return kind in _NETWORK or "://" in source


def acting_user() -> str:
    """Return the name of the operating-system user who runs the program."""
    uid = os.getuid()
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid-{uid}"
