"""What the three Nexis formats share: an article as blocks of text, with labelled fields before and after its body."""

import re
from collections.abc import Sequence

import pandas as pd

from helpers import dates
from helpers.formats import Problem, Record

# Labels as Nexis writes them in English, German, French, Spanish and Italian interfaces.
_LEADING = re.compile(
    r"(?:BYLINE|SECTION|LENGTH|DATELINE|HIGHLIGHT|SERIES|AUTHOR|AUTOR|RUBRIK|LÄNGE|ORT|LONGUEUR|RUBRIQUE|AUTEUR|ENCART"
    r"|SECCIÓN|LONGITUD|SEZIONE|LUNGHEZZA|AUTORE|VERSION)\s?:",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:LOAD-DATE|LANGUAGE|GRAPHIC|SUBJECT|NAME|TYPE|PUBLICATION-TYPE|JOURNAL-CODE|ORGANIZATION|COMPANY|GEOGRAPHIC|STATE"
    r"|COUNTRY|CITY|INDUSTRY|TICKER|PERSON|CORRECTION|CORRECTION-DATE|NOTES|NOTE|URL|DISTRIBUTION|DOCUMENT-TYPE|ACC-NO"
    r"|UPDATE|SPRACHE|GRAFIK|PUBLICATIONTYPE|ZEITUNGS-CODE|LANGUE|DATE-CHARGEMENT|DATE DE CHARGEMENT|GRAPHIQUE|SUJET"
    r"|TYPE-PUBLICATION|CODE-REVUE|IDIOMA|FECHA-CARGA|LINGUA|DATA-CARICAMENTO)\s?:",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"^(?:Copyright|©|\(c\)|Alle Rechte|All Rights Reserved|Tous droits)", re.IGNORECASE)
COUNTER = re.compile(
    r"^\W*(?:\d+ (?:of|de|di) \d+ DOCUMENT[A-Z]*|Do[ck]ument[oi]? \d+ (?:of|von|de|di) \d+)\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def article(place: str, blocks: Sequence[str]) -> Record | Problem:
    """Return the article in the blocks that follow its counter: outlet, date, title, labels, body, labels.

    A block is a paragraph or a labelled field. Lines of a block belong together.
    """
    blocks = [" ".join(b.split()) for b in blocks if b.strip()]
    dated = next((i for i, b in enumerate(blocks[:6]) if is_date(b)), None)
    if dated is None:
        return Problem(place, "no date where Nexis puts it", "export it again with its cover information")
    outlet = next((b for b in reversed(blocks[:dated]) if not _COPYRIGHT.match(b)), "")
    rest = blocks[dated + 1 :]
    title = rest.pop(0) if rest and not _is_label(rest[0]) else ""
    while rest and (_LEADING.match(rest[0]) or _COPYRIGHT.match(rest[0])):
        rest.pop(0)
    end = next((i for i, b in enumerate(rest) if _TRAILING.match(b) or _COPYRIGHT.match(b)), len(rest))
    body = "\n".join(rest[:end])
    if not title and not body:
        return Problem(place, "neither title nor text", "export it again with its full text")
    return Record(place, title, blocks[dated], "", outlet.rstrip("."), body)


def is_trailing(block: str) -> bool:
    """Tell whether a block is a labelled field of those after the body."""
    return bool(_TRAILING.match(block))


def _is_label(block: str) -> bool:
    return bool(_LEADING.match(block) or _TRAILING.match(block))


def is_date(block: str) -> bool:
    """Tell whether a block is a date and little else."""
    return len(block) < 80 and pd.notna(dates.day(block))
