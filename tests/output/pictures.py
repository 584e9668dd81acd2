"""Pictures for tests: the smallest PNG, and pictures of other kinds behind the same label."""

from __future__ import annotations

import base64
import io

from PIL import Image


def embedded(content: bytes) -> str:
    """Return a picture as an address that calls it a PNG."""
    return f"data:image/png;base64,{base64.b64encode(content).decode('ascii')}"


def picture(kind: str, size: tuple[int, int] = (20, 20)) -> bytes:
    """Return a red picture of a kind that pillow writes."""
    stream = io.BytesIO()
    Image.new("RGB", size, "red").save(stream, kind)
    return stream.getvalue()


SMALLEST_PNG = embedded(picture("PNG", (1, 1)))
