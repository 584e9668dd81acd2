"""A file is there whole or not at all."""

from __future__ import annotations

import os
import signal
import stat
import time
from typing import TYPE_CHECKING, NoReturn

import pytest

from ledger.files import acting_user, digest, hold_lock, write_atomically

if TYPE_CHECKING:
    from pathlib import Path


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
