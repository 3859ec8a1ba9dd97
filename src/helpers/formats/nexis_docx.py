"""Nexis Uni and Lexis Advance Word files: a cover, then articles that each end in "End of Document"."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from helpers.formats import Found, Problem, Record, Source, nexis

NAME = "nexis docx"
MAX_UNPACKED = 500_000_000  # bytes; a small file can hold a very large one
_END = re.compile(r"End of Document|Ende des Dokuments|Fin du document|Fin del documento|Fine del documento|文档结束")
_BODY = re.compile(r"(?:Body|Textkörper|Volltext|Corps|Corps de l['’]article|Cuerpo|Corpo|正文)")
_AFTER = re.compile(
    r"(?:Classification|Klassifizierung|Clasificación|Classificazione|Graphic|Grafik|Notes|Correction|分类)"
)
_HEADING = ("ABSTRACT", "FULL TEXT")


def recognises(source: Source) -> bool:
    """Tell whether the file is a Word document."""
    if not source.data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            return "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def read(source: Source, columns: Mapping[str, str]) -> Found:
    """Yield an article or a problem for every "End of Document"."""
    del columns  # the format has no named columns
    with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MAX_UNPACKED:
        yield Problem("", f"unpacks to {unpacked:,} bytes", "export fewer articles a file")
        return
    documents = list(_documents(source.data))
    if not documents:
        yield Problem("", "a Word file that is no Nexis export", "save its text as .txt in the seed format")
    for n, paragraphs in enumerate(documents, start=1):
        yield _article(f"document {n}", paragraphs)


def _documents(data: bytes) -> Iterator[list[str]]:
    """Yield the paragraphs of each article; the cover's are among the first one's."""
    import docx

    current: list[str] = []
    for paragraph in docx.Document(io.BytesIO(data)).paragraphs:
        text = paragraph.text.replace("\xa0", " ").strip()
        if _END.fullmatch(text):
            yield current
            current = []
        elif text:
            current.append(text)


def _article(place: str, paragraphs: list[str]) -> Record | Problem:
    start = next((i for i, text in enumerate(paragraphs) if _BODY.fullmatch(text)), None)
    if start is None:
        return Problem(place, 'no paragraph that says "Body"', "export it again with its full text")
    head = [i for i in range(start) if nexis.is_date(paragraphs[i])]
    if not head or head[-1] < 2:
        return Problem(place, "no date where Nexis puts it", "export it again with its cover information")
    title, outlet, day = paragraphs[head[-1] - 2 : head[-1] + 1]
    rest = paragraphs[start + 1 :]
    end = next((i for i, t in enumerate(rest) if _AFTER.fullmatch(t) or nexis.is_trailing(t)), len(rest))
    body = "\n".join(t for t in rest[:end] if t not in _HEADING)
    return Record(place, title, day, "", outlet.rstrip("."), body)
