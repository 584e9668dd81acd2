"""ZIP containers with fixed times and order, so that the same document is always the same bytes."""

from __future__ import annotations

import io
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def normalise_zip(content: bytes) -> bytes:
    """Return the same ZIP with sorted members (content types first), one fixed time and fixed attributes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = _UNIX
            info.external_attr = 0o600 << 16
            target.writestr(info, source.read(name))
    return stream.getvalue()


def with_replaced(content: bytes, member: str, old: bytes, new: bytes) -> bytes:
    """Return a ZIP in which one member has other bytes in one place."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(old, new, 1) if name == member else data)
    return stream.getvalue()
