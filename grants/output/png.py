"""What a picture must be to stand in a document: a PNG that is one from beginning to end and not too large."""

from __future__ import annotations

import base64
import io
import struct
from functools import lru_cache

from PIL import Image

EMBEDDED = "data:image/png;base64,"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
END = b"IEND\xaeB`\x82"
MOST_PIXELS = 4000


@lru_cache(maxsize=16)
def png_fault(content: bytes) -> str:
    """Return as a German clause what is wrong with a picture; empty when nothing is."""
    if not content.startswith(SIGNATURE) or content[12:16] != b"IHDR":
        return "die Datei ist kein PNG"
    width, height = struct.unpack(">II", content[16:24].ljust(8, b"\0"))
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        return f"das Bild hat {width} × {height} Bildpunkte, erlaubt sind {MOST_PIXELS} in jeder Richtung"
    if not content.endswith(END):
        return "das PNG ist unvollständig, oder nach seinem Ende steht noch etwas"
    try:
        # The first opening compares the check sums of all parts, the second one unpacks the picture.
        Image.open(io.BytesIO(content), formats=("PNG",)).verify()
        with Image.open(io.BytesIO(content), formats=("PNG",)) as picture:
            moves = getattr(picture, "n_frames", 1) > 1
            picture.load()
    except (OSError, SyntaxError, ValueError, struct.error):
        return "das PNG ist beschädigt"
    return "das Bild bewegt sich" if moves else ""


def embedded_png_fault(address: str) -> str:
    """Return as a German clause what is wrong with a picture embedded as a ``data:`` address; empty when nothing is."""
    if not address.startswith(EMBEDDED):
        return "es muss als PNG in das Dokument eingebettet sein"
    try:
        content = base64.b64decode(address.removeprefix(EMBEDDED), validate=True)
    except ValueError:
        return "die Angabe ist nicht in Base64 geschrieben"
    return png_fault(content)
