"""From raw articles to repaired text, sentences and what each of them is."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import pandas as pd

from helpers import furniture, order, tables
from helpers.repair import Repaired, is_stripped, repair


class Sentence(NamedTuple):
    """One sentence of the repaired text, `start` to `end`, and its kind (see the sentences table)."""

    n: int
    start: int
    end: int
    kind: str


class Reading(NamedTuple):
    """An article as later rooms read it: repaired text, its sentences, and the way back to the raw text."""

    text: str
    sentences: list[Sentence]
    repaired: Repaired


_CAPTION = re.compile(
    r"(?:\bCredit ?:|\((?:Photo|Image|Picture) (?:by|credit)|\b(?:Photo|Image|Picture)(?:graph)?s? ?(?:by|credit|:)"
    r"|\bFile [Pp]hoto|\bvia (?:AP|REUTERS|Getty)|\bGetty Images|REUTERS/|/Handout|\bImage (?:source|caption)|"
    r"\bMedia caption)"
)
_BOILERPLATE = re.compile(  # anywhere in a sentence
    r"\b(?:(?:sign up|subscribe)\b.{0,80}\b(?:newsletter|here|updates|briefing|inbox|now)\b|newsletter here\b"
    r"|get a note directly\b|all rights reserved\b|our standards ?:|download (?:our|the) app\b"
    r"|register (?:now )?for free\b|read the full (?:story|article)\b"
    r"|this (?:story|article) (?:was|has been) (?:first |originally )?(?:published|updated)\b)",
    re.IGNORECASE,
)
_BOILERPLATE_WHOLE = re.compile(  # from its beginning
    r"(?:(?:read more|click here|follow us|watch|listen|advertisement|more on this story|recommended|related)\b.{0,90}$"
    r"|©|(?:updated|posted|published|last updated)(?: at| on)? .{0,40}$"
    r"|\d{1,2}[:.]\d{2} ?(?:[ap]\.?m\.?|GMT|BST|E[SD]?T|CET)\b.{0,20}$"
    r"|(?:share|tweet|e-?mail|print|copy link|facebook|twitter|whatsapp|telegram)(?: (?:on|via|this|to) .{0,40})?$"
    r"|(?:key points|top stories|live coverage)\W*$|share this)",
    re.IGNORECASE,
)
_WIRE = re.compile(r"\((Reuters|AP|AFP|Xinhua|Bloomberg)\)|/(TASS)/|\b(Reuters|AFP|AP) contributed\b|\b(Ukrinform)\.")
_LONGEST = 3000  # characters; no sentence of the news comes near
_BYLINE = re.compile(
    r"^By [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3}(?:,? (?:and|in|for) .{3,60})?$"
    r"|^\(?(?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|Compiled|[Tt]ranslated) by [A-Z].{2,200}$"
)
_PLACE = r"^(?:[A-Z][\w.'’-]+[ ,/]{1,2}){1,7}"
_DATELINE = re.compile(
    # "KYIV, Feb 16 (Reuters) - ", "TBILISI, October 1. /TASS/. ", "Moscow, Jan 17 (Prensa Latina) "
    _PLACE
    + r"\w+\.? \d{1,2}(?:, \d{4})?\.?,? ?(?:\([\w .'’&/-]{2,40}\)|/[A-Z]{2,10}/)[.,]?\s*(?:[-–—]{1,2}\s*)?"
    # "MOSCOW (Reuters) - ", "Hong Kong (CNN)"
    + "|"
    + _PLACE
    + r"(?:\([A-Z][\w .'’&/-]{1,39}\)\s*[-–—]{1,2}\s+|\((?:CNN|AP|AFP)(?: Business)?\)\s*(?:[-–—]{1,2}\s*)?)"
)
# Abbreviations of the news that are followed by a name or number; the splitter's own idea of a sentence
# start settles the rest.
_ABBREVIATIONS = (
    "adm al apr aug brig capt co col corp cpl dec dept dr e.g etc feb fr gen gov i.e inc jan jr lt ltd maj mar mr mrs "
    "ms mt no nov oct op p.m a.m prof rep reps rev sen sens sept sgt sr st u.k u.n u.s u.s.a vs d.c e.u ph.d lt-gen"
)


def clean(articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return `articles` with `clean_text`, `language`, `aside` and flags filled, and their `sentences`.

    Articles not in English are kept, flagged `not_english` and set out of scope. `aside` lists the spans ("120-180") of
    sentences their outlet keeps repeating, which later rooms pass over. Other flags: marks_stripped, out_of_order,
    wire_reuters and the like. Sentence offsets point into the raw `text`.
    """
    starts = range(0, max(1, len(articles)), tables.AT_ONCE)
    parts = [_cleaned(articles.iloc[start : start + tables.AT_ONCE]) for start in starts]
    cleaned, sentences, keys = (pd.concat(tables_, ignore_index=True) for tables_ in zip(*parts, strict=True))
    return _set_aside(articles.reset_index(drop=True).assign(**cleaned), sentences, keys)


def _cleaned(articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Return the columns that cleaning fills, the sentences and the keys by which furniture knows them.

    Python's own rows take much room, so of some articles only.
    """
    filled, sentences, keys = [], [], []
    for row in articles.to_dict("records"):
        reading = read(row["text"])
        language = _language(row["text"])
        flags = [*row["flags"], *_flags(row, reading)]
        flags += ["not_english"] if language != "en" else []
        filled.append((reading.text, language, flags, row["in_scope"] and language == "en"))
        sentences += sentence_rows(row["article_id"], reading)
        keys += [furniture.key(reading.text[s.start : s.end]) for s in reading.sentences]
    made = pd.DataFrame(filled, columns=["clean_text", "language", "flags", "in_scope"])
    made = made.astype({"clean_text": "str", "language": "str"})
    return made, tables.frame("sentences", sentences), pd.Series(keys, dtype="int64")


def _flags(row: dict, reading: "Reading") -> list[str]:
    """Return what is to be known of an article before it is read."""
    body = [reading.text[s.start : s.end] for s in reading.sentences if s.kind == "body"]
    flags = ["marks_stripped"] if is_stripped(row["text"]) else []
    flags += ["out_of_order"] if order.is_shuffled(row["title"], body) else []
    flags += ["title_only"] if not body else []
    wire = _WIRE.search(row["text"][:600]) or _WIRE.search(row["text"][-300:])
    return flags + ([f"wire_{next(g for g in wire.groups() if g).lower()}"] if wire else [])


def _set_aside(articles: pd.DataFrame, sentences: pd.DataFrame, keys: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mark the sentences an outlet keeps repeating, in both tables."""
    at = pd.Index(articles["article_id"]).get_indexer(sentences["article_id"])
    # numbers in place of ids, outlets and titles: there are many sentences
    placed = {c: pd.factorize(articles[c])[0][at] for c in ("article_id", "outlet", "title")}
    placed = pd.DataFrame({**placed, "published": articles["published"].to_numpy()[at], "key": keys.to_numpy()})
    again = furniture.repeated(placed) & sentences["kind"].isin(["body", "caption", "boilerplate"])
    found = sentences[again]
    spans = found["start"].astype(str) + "-" + found["end"].astype(str)
    by_article = spans.groupby(found["article_id"]).agg(list)
    aside = [by_article.get(i, []) for i in articles["article_id"]]
    kinds = sentences["kind"].mask(again.to_numpy(), "boilerplate")
    return tables.frame("articles", articles.assign(aside=aside)), sentences.assign(kind=kinds)


def read(raw: str, aside: Iterable[str] = ()) -> Reading:
    """Return the repaired text of one article and its sentences; the first line is the title.

    Sentences in the raw spans `aside` (see clean) are boilerplate.
    """
    repaired = repair(raw)
    sentences = split(repaired.text)
    away = {tuple(map(int, span.split("-"))) for span in aside}
    if away:
        sentences = [
            s._replace(kind="boilerplate") if repaired.raw_span(s.start, s.end) in away else s for s in sentences
        ]
    return Reading(repaired.text, sentences, repaired)


def split(text: str, *, title: bool = True) -> list[Sentence]:
    """Return the sentences of a text, repaired or not; with `title`, the first line is one whatever it holds."""
    spans: list[tuple[int, int, str]] = []
    at = 0
    for number, line in enumerate(text.split("\n")):
        spans += [(at + s, at + e, kind) for s, e, kind in _line(line, title=title and number == 0)]
        at += len(line) + 1
    return [Sentence(n, *span) for n, span in enumerate(spans)]


def sentence_rows(article_id: str, reading: Reading) -> list[dict]:
    """Return the rows of the sentences table for one article, offsets in its raw text."""
    rows = []
    for sentence in reading.sentences:
        start, end = reading.repaired.raw_span(sentence.start, sentence.end)
        rows.append({"article_id": article_id, "n": sentence.n, "start": start, "end": end, "kind": sentence.kind})
    return rows


def repairs(articles: pd.DataFrame, *, most: int = 2000) -> pd.DataFrame:
    """Return one row per repair: outlet, kind, and the words before and after, for the notebook to show.

    Of more than `most` articles, those of as many drawn at random, the same each time.
    """
    rows = []
    for article in articles.sample(min(most, len(articles)), random_state=0).sort_index().itertuples():
        for edit in repair(article.text).edits:
            left, right = max(0, edit.start - 25), edit.end + 25
            before = article.text[left:right]
            after = article.text[left : edit.start] + edit.new + article.text[edit.end : right]
            rows.append((article.outlet, edit.kind, before, after))
    return pd.DataFrame(rows, columns=["outlet", "kind", "before", "after"])


def _line(line: str, *, title: bool) -> list[tuple[int, int, str]]:
    """Return (start, end, kind) of the sentences of one line."""
    if not line.strip():
        return []
    if title:
        return [(len(line) - len(line.lstrip()), len(line.rstrip()), "title")]
    dateline = _DATELINE.match(line)
    at = dateline.end() if dateline and dateline.end() < len(line) else 0
    spans = [(0, len(line[:at].rstrip()), "dateline")] if at else []
    for start, end in _splitter().span_tokenize(line[at:]):
        spans.append((at + start, at + end, _kind(line[at + start : at + end])))
    return spans


def _kind(sentence: str) -> str:
    if len(sentence) > _LONGEST:
        return "boilerplate"  # a table, a list of tags, a text without marks: nothing to read sentence by sentence
    if _CAPTION.search(sentence):
        return "caption"
    if _BOILERPLATE_WHOLE.match(sentence) or _BOILERPLATE.search(sentence):
        return "boilerplate"
    return "byline" if _BYLINE.match(sentence) else "body"


@cache
def _splitter():  # noqa: ANN202 - naming the type would import nltk with the module
    """Return NLTK's Punkt (Kiss and Strunk 2006) with our abbreviations in place of its downloaded data."""
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(_ABBREVIATIONS.split())
    return PunktSentenceTokenizer(parameters)


def _language(text: str) -> str:
    # loading the model takes a tenth of a second, which `standoff --help` should not pay
    import py3langid

    return py3langid.classify(text[:2000])[0]
