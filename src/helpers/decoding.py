"""Bytes of a file into text: unpacked, decoded, newlines as `\\n`."""

import codecs
import gzip
import re
import zlib

_GZIP = b"\x1f\x8b"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SAMPLE = 200_000
_WESTERN = 0.3  # share of bytes beyond ASCII; texts in other scripts have far more
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


class TooLarge(Exception):
    """A packed file that unpacks to more than is allowed."""


def unpack(data: bytes, limit: int) -> bytes:
    """Return the content of a gzipped file, or `data` itself.

    Raises TooLarge past `limit` bytes, OSError or EOFError for a damaged or unfinished file.
    """
    if not data.startswith(_GZIP):
        return data
    try:
        unpacker = zlib.decompressobj(wbits=31)
        content = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise gzip.BadGzipFile(str(error)) from error
    if len(content) > limit:
        raise TooLarge
    if not unpacker.eof:
        raise EOFError("the file is cut short")
    return content


def decode(data: bytes) -> str | None:
    """Return the text of `data`, or None for a binary file.

    UTF-8 and UTF-16 with or without their mark; single stray bytes in UTF-8 are read as Windows-1252; anything else
    as Windows-1252 where it is mostly ASCII, and by charset-normalizer where it is not.
    """
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    if b"\0" in data[:4096] and encoding != "utf-16":
        return None
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        text = _guessed(data)
    return None if text is None else text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")


def _guessed(data: bytes) -> str | None:
    sample = data[:_SAMPLE]
    beyond = sum(byte > 127 for byte in sample)
    sequences = sum(len(m[0]) for m in _MULTIBYTE.finditer(sample))
    if sequences > beyond / 2:
        return data.decode("utf-8", errors="standoff-windows")
    if beyond <= _WESTERN * len(sample):
        return data.decode("cp1252", errors="replace")
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return None if best is None else data.decode(best.encoding, errors="replace")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("standoff-windows", _as_windows)
