"""A file is there whole or not at all."""

from __future__ import annotations

import os
import signal
import stat
import time
from pathlib import Path, PurePosixPath
from typing import NoReturn

import pytest

from ledger import files
from ledger.files import acting_user, digest, hold_lock, is_on_network, is_on_network_by, put_in_place, write_atomically

# The mounts of a made-up machine, in the form that proc(5) describes.
MOUNTS = r"""22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
30 22 0:26 / /run rw,nosuid shared:5 - tmpfs tmpfs rw
40 22 0:40 / /amt rw,relatime shared:9 - nfs4 server:/amt rw,vers=4.2
41 22 0:41 / /laufwerk/Amt\040für\040Migration rw - cifs //server/amt rw,vers=3.1.1
42 40 254:1 / /amt/platte rw - xfs /dev/vdb1 rw
43 22 0:43 / /leute/kim/fern rw - fuse.sshfs kim@server:/akten rw
44 22 0:44 / /leute/kim/wolke rw master:3 propagate_from:2 - fuse https://wolke.example/dav rw
45 22 0:45 / /mnt/c rw,noatime - 9p drvfs rw,dirsync,aname=drvfs;path=C:\134,trans=fd
46 22 0:46 / /mnt/gast rw - 9p freigabe rw,trans=tcp,port=564
47 22 0:47 / /kapsel rw - 9p none rw,trans=fd,rfdno=4
48 22 0:48 / /stick rw - fuseblk /dev/sdb1 rw
49 22 0:49 / /doppelt rw - nfs server:/alt rw
50 22 254:2 / /doppelt rw - ext4 /dev/vdc1 rw
"""


def refuse(*_: object) -> NoReturn:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("content", "sha_256"),
    [
        (b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),  # FIPS 180-4, example
    ],
)
def test_the_digest_is_sha_256(content: bytes, sha_256: str) -> None:
    assert digest(content) == sha_256


def test_a_file_is_written_and_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "nachweis ä.pdf"
    write_atomically(path, b"lang und alt")
    write_atomically(path, b"neu")
    assert path.read_bytes() == b"neu"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o002, 0o664)])
def test_who_may_read_a_file_is_what_the_office_has_set(tmp_path: Path, umask: int, mode: int) -> None:
    path = tmp_path / "nachweis.pdf"
    before = os.umask(umask)
    try:
        write_atomically(path, b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_content_and_name_are_on_the_disk_when_the_call_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[bool, bool]] = []
    path = tmp_path / "nachweis.pdf"
    monkeypatch.setattr(
        os, "fsync", lambda handle: synced.append((stat.S_ISDIR(os.fstat(handle).st_mode), path.exists()))
    )
    write_atomically(path, b"neu")
    assert synced == [(False, False), (True, True)]  # the content before the name, the folder after it


def test_a_full_disk_leaves_the_old_file_and_no_temporary_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "nachweis.pdf"
    path.write_bytes(b"alt")
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"neu")
    monkeypatch.undo()
    assert path.read_bytes() == b"alt"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_place_of_the_file_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "nachweis.pdf"
    folder.mkdir()
    with pytest.raises(OSError, match="irectory"):
        write_atomically(folder, b"neu")
    assert list(tmp_path.iterdir()) == [folder]


def test_a_missing_folder_is_not_created(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "fehlt" / "nachweis.pdf", b"neu")
    assert not list(tmp_path.iterdir())


def test_a_process_killed_while_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "nachweis.pdf"
    path.write_bytes(b"alt")
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(os, "fsync", lambda _: os._exit(9))
        write_atomically(path, b"neu")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert path.read_bytes() == b"alt"


def without_links(*_: object) -> NoReturn:
    raise PermissionError(1, "Operation not permitted")


@pytest.mark.parametrize("links", [True, False])
def test_a_finished_file_gets_its_name_whole_and_never_the_name_of_another(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    links: bool,  # noqa: FBT001
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", without_links)
    temporary, target = tmp_path / ".neu-1", tmp_path / "sicherung.db"
    temporary.write_bytes(b"ganz")
    put_in_place(temporary, target)
    assert (target.read_bytes(), list(tmp_path.iterdir())) == (b"ganz", [target])
    temporary.write_bytes(b"anders")
    with pytest.raises(FileExistsError):
        put_in_place(temporary, target)
    assert target.read_bytes() == b"ganz"


def test_where_there_are_links_a_name_never_stands_for_an_empty_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that is killed between two steps must not leave something that looks like a backup."""
    temporary, target = tmp_path / ".neu-1", tmp_path / "sicherung.db"
    temporary.write_bytes(b"ganz")
    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OSError, match="No space left"):
        put_in_place(temporary, target)
    assert target.read_bytes() == b"ganz"


def test_a_lock_is_held_by_one_at_a_time_and_ends_with_its_block(tmp_path: Path) -> None:
    lock = tmp_path / ".sperre"
    with hold_lock(lock, 0):
        began = time.monotonic()
        with pytest.raises(TimeoutError), hold_lock(lock, 0):
            pytest.fail("two held the lock at once")
        assert time.monotonic() - began < 5
    with hold_lock(lock, 0):
        assert lock.read_bytes() == b""


def test_a_lock_of_a_process_that_was_killed_is_free(tmp_path: Path) -> None:
    lock = tmp_path / ".sperre"
    child = os.fork()
    if child == 0:
        with hold_lock(lock, 0):
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    with hold_lock(lock, 0):
        assert lock.exists()


def test_whoever_waits_gets_the_lock_when_it_is_free(tmp_path: Path) -> None:
    lock = tmp_path / ".sperre"
    ready, say = os.pipe()
    child = os.fork()
    if child == 0:
        with hold_lock(lock, 0):
            os.write(say, b"x")
            time.sleep(0.2)
        os._exit(0)
    os.read(ready, 1)
    with hold_lock(lock, 30):
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_user_without_an_account_is_named_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 0)
    assert acting_user() == "root"
    monkeypatch.setattr(os, "getuid", lambda: 3_999_999_999)
    assert acting_user() == "uid-3999999999"


@pytest.mark.parametrize(
    "path",
    [
        "/amt/2025/foerderbuch.db",
        "/amt",
        "/laufwerk/Amt für Migration/foerderbuch.db",
        "/leute/kim/fern/foerderbuch.db",
        "/leute/kim/wolke/foerderbuch.db",
        "/mnt/c/Users/kim/foerderbuch.db",
        "/mnt/gast/foerderbuch.db",
    ],
)
def test_a_network_drive_is_recognised(path: str) -> None:
    assert is_on_network_by(MOUNTS, PurePosixPath(path))


@pytest.mark.parametrize(
    "path",
    [
        "/foerderbuch.db",
        "/leute/kim/foerderbuch.db",
        "/amtlich/foerderbuch.db",
        "/amt/platte/foerderbuch.db",
        "/laufwerk/Amt",
        "/kapsel/foerderbuch.db",
        "/stick/foerderbuch.db",
        "/doppelt/foerderbuch.db",
    ],
)
def test_a_disk_of_this_machine_is_no_network_drive(path: str) -> None:
    assert not is_on_network_by(MOUNTS, PurePosixPath(path))


def test_the_drive_of_a_path_is_looked_up_where_its_links_lead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    far, near = tmp_path / "fern", tmp_path / "verweis"
    far.mkdir()
    near.symlink_to(far)
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"{MOUNTS}60 22 0:60 / {far} rw - nfs4 server:/fern rw\n")
    monkeypatch.setattr(files, "_MOUNTS", mounts)
    assert is_on_network(near / "foerderbuch.db")
    assert not is_on_network(tmp_path / "foerderbuch.db")
    mounts.unlink()
    assert not is_on_network(far)  # the system does not tell
