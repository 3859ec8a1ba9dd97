"""Who says what: speaker, cue and content of reported speech, by rules on words and marks.

A first, transparent reader without a parser; the categories follow PolNeAR (Newell, Margolin and Ruths 2018).
"""

import re
from typing import NamedTuple

import pandas as pd

from helpers import cleaning, tables
from helpers.tokens import Token, tokenise
from helpers.words import words

SAYING = words("speech", "saying")
_AUXILIARY = words("speech", "auxiliary")
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# What may stand after the reporting verb at the end of a sentence: "…, Stoltenberg said in Brussels on Monday."
_TAIL = re.compile(
    rf"^(?:\s*(?:,|on|in|at|after|before|during|to|by|via|from|{_DAY}|late|early|earlier|later|today|yesterday|following|as|"
    r"when|while|ahead|adding|through|with|under)\b.*|\s*)[.!?\"']*$",
    re.DOTALL,
)
_LEADING = re.compile(
    rf"^(?:(?:However|But|And|Meanwhile|Yet|Still|Earlier|Later|Also|Then|Both|both|On {_DAY}"
    r"|As|Though|While|Because|That|Instead)\b,?\s*)+"
)
_APPOSITION = re.compile(
    r"^\s*(?:the|a|an|who|whose|which|its|his|her|speaking|citing|in|on|at)\b|^\s*\d+\s*$", re.IGNORECASE
)
_COMPLEMENTISER = re.compile(rf"^\s*(?:(?:on|late|early)?\s*{_DAY}\s*|in a [\w ]{{3,30}}?\s*)?,?\s*(?:that\b|:)?\s*")
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Uu]s|I|my|me)\b(?!['’]?\w)")
_ACCORDING = re.compile(r"\b[Aa]ccording to ([^,.;]+)")
# A headline's "Peskov: no plans to attack"
_TITLED = re.compile(r"^([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}): (.{12,})$")


class Statement(NamedTuple):
    """Spans of one reported saying; an absent speaker or cue is (None, None)."""

    speaker: tuple[int | None, int | None]
    cue: tuple[int | None, int | None]
    content: tuple[int, int]
    kind: str


def attribute(text: str) -> pd.DataFrame:
    """Return the statements in `text`: spans of speaker, cue and content, and kind, as in the statements table.

    `kind` is direct, indirect or mixed. Absent speakers and cues are <NA>. Never fails on unbalanced marks.
    Limit: nested speech gives the outermost statement, and a quotation in several paragraphs its last one.
    """
    rows = [row(s) for s in find(text, cleaning.split(text, title=False))]
    return tables.frame("statements", rows).drop(columns=["article_id", "speaker"])


def row(statement: Statement) -> dict:
    """Return the span columns of the statements table for one statement."""
    spans = {"speaker": statement.speaker, "cue": statement.cue, "content": statement.content}
    row = {
        f"{name}_{side}": at for name, span in spans.items() for side, at in zip(("start", "end"), span, strict=True)
    }
    return {**row, "kind": statement.kind}


def find(text: str, sentences: list[cleaning.Sentence]) -> list[Statement]:
    """Return the statements in a text whose sentences are known; in order."""
    statements: list[Statement] = []
    in_line: list[Statement] = []
    previous_end = 0
    for sentence in sentences:
        if sentence.kind not in ("body", "title"):
            continue
        if "\n" in text[previous_end : sentence.start]:
            statements += in_line
            in_line = []
        previous_end = sentence.end
        found = _sentence(text, sentence)
        if found:
            in_line = _joined(text, in_line, found)
    return statements + in_line


def _joined(text: str, in_line: list[Statement], found: Statement) -> list[Statement]:
    """Return the statements of a paragraph with one more; it may close a quotation opened before it.

    "We have not seen it. That contradicts the message, she said." is one statement.
    """
    closes = None not in found.cue and found.content[0] < found.cue[0]
    start, kind = found.content[0], found.kind
    while in_line and in_line[-1].cue == (None, None) and (closes or found.cue == (None, None)):
        start, kind = in_line[-1].content[0], "direct"
        in_line = in_line[:-1]
    opened = text.rfind("\n", 0, start) + 1
    if text[opened:start].count('"') % 2 == 1:
        start = opened + text[opened:start].rfind('"')
    return [*in_line, found._replace(content=(start, found.content[1]), kind=kind)]


def _sentence(text: str, sentence: cleaning.Sentence) -> Statement | None:
    """Return the outermost statement of one sentence, if it reports speech."""
    start, end = sentence.start, sentence.end
    words = text[start:end]
    titled = _TITLED.match(words) if sentence.kind == "title" else None
    if titled:
        return _made(
            text,
            (start + titled.start(1), start + titled.end(1)),
            (start + titled.end(1), start + titled.start(2)),
            (start + titled.start(2), end),
        )
    according = _ACCORDING.search(words)
    if according:
        before, after = (start, start + according.start()), (start + according.end(), end)
        content = before if before[1] - before[0] > after[1] - after[0] else after
        span = (start + according.start(1), start + according.end(1))
        return _made(text, span, (start + according.start(), start + according.start(1)), content)
    tokens = tokenise(words)
    for i, token in enumerate(tokens):
        # "United States" is no verb
        if token.lemma in SAYING and token.text.islower() and _is_reporting(tokens, i):
            found = _around(text, start, end, token)
            if found:
                return found
    if _FIRST_PERSON.search(words) or words.startswith('"'):
        return Statement((None, None), (None, None), (start, end), "direct")
    return None


def _is_reporting(tokens: list[Token], i: int) -> bool:
    """Tell a reporting verb from a noun or an infinitive ("the report", "to say", "a claim")."""
    token, before = tokens[i], tokens[i - 1].lemma if i else ""
    if token.text.lower().endswith(("ing",)) and before in ("of", "by", "for", "'s"):
        return False
    if before in ("the", "a", "an", "of", "no", "to", "this", "that", "any", "'s", "his", "its", "their", "such"):
        return False
    noun = token.text.lower() in (
        "claims",
        "claim",
        "reports",
        "report",
        "fears",
        "fear",
        "hopes",
        "hope",
        "state",
        "states",
        "notes",
        "promises",
        "promise",
        "signal",
        "signals",
        "estimates",
        "stress",
    )
    # "Russian claims that …" is a noun, "Russia claims that …" a verb
    if noun and i and tokens[i - 1].text.endswith(("ian", "ish", "ese", "ean", "can", "man", "ch")):
        return False
    return not noun or (
        i > 0
        and (before in _AUXILIARY or tokens[i - 1].text[:1].isupper())
        and i + 1 < len(tokens)
        and tokens[i + 1].lemma not in ("of", "by", "from", ",", "department")
    )


def _around(text: str, start: int, end: int, cue: Token) -> Statement | None:
    """Return the statement around a reporting verb: content after it, or before it with the speaker between."""
    cue_span = (start + cue.start, start + cue.end)
    before, after = text[start : cue_span[0]], text[cue_span[1] : end]
    quoted = cue.lemma == "tell" and re.search(r"[\"'],? [^,\"]{3,60}$|,\"? [A-Z][\w ]{2,40}$", before)
    if "," in before and (_TAIL.match(after) or quoted):
        comma = _comma_before_speaker(before)
        after_content = comma + 2 if before[comma + 1 : comma + 2] == '"' else comma
        speaker = _noun_phrase(before[after_content + 1 :], start + after_content + 1)
        if speaker and comma >= 8:
            return _made(text, speaker, cue_span, (start, start + after_content))
    inverted = re.match(r"\s+((?:[\w.'’-]+ ){0,9}[\w.'’-]+)[.,]", after)
    if before.rstrip()[-1:] in ",\"'" and inverted and len(before) > 12:
        speaker = (cue_span[1] + inverted.start(1), cue_span[1] + inverted.end(1))
        return _made(text, speaker, cue_span, (start, start + len(before.rstrip(" ,"))))
    speaker = _noun_phrase(_subject(before), start + len(before) - len(_subject(before)))
    skipped = _COMPLEMENTISER.match(after)
    content = (
        cue_span[1] + (skipped.end() if skipped else 0),
        start + len(before) + len(cue.text) + _first_clause(after),
    )
    if speaker and len(text[slice(*content)].split()) >= 2:
        return _made(text, speaker, cue_span, content)
    return None


def _first_clause(after: str) -> int:
    """Return where a new main clause ends what is said: "Kyiv said …; Moscow blamed …"."""
    end = after.find(";")
    return end if end > 0 and '"' not in after else len(after)


def _comma_before_speaker(before: str) -> int:
    """Return the place of the comma that parts content from speaker; an apposition's comma is not it."""
    comma = before.rfind(",")
    while comma > 0 and (_APPOSITION.match(before[comma + 1 :]) or not before[comma + 1 :].strip()):
        earlier = before.rfind(",", 0, comma)
        if earlier < 0 or not re.search(r"[A-Z]", before[earlier + 2 : comma]):
            break
        comma = earlier
    return comma


def _subject(before: str) -> str:
    """Return the end of `before` that may be the subject: back to a clause break that is no apposition's."""
    pieces = re.split(r"(?<=[;:])|(?<=,)(?=\s(?:and|but|while|as)\b)", before)
    last = pieces[-1]
    comma = last.rfind(",")
    if comma < 0:
        return last
    tail = last[comma + 1 :]
    if tail.strip() and not _APPOSITION.match(tail) and re.search(r"[A-Z]", tail):
        return tail
    return last


def _noun_phrase(words: str, offset: int) -> tuple[int, int] | None:
    """Return the span of `words` without leading connectives and trailing auxiliaries, or None if nothing is left."""
    leading = re.match(r"\s*(?:(?:and|but|as|while|that|both)\b\s*)*", words)
    at = leading.end() if leading else 0
    connective = _LEADING.match(words[at:])
    at += connective.end() if connective else 0
    tokens = tokenise(words[at:])
    while tokens and (tokens[-1].lemma in _AUXILIARY or tokens[-1].text == ","):
        tokens.pop()
    if not tokens or len(tokens) > 40:
        return None
    return offset + at + tokens[0].start, offset + at + tokens[-1].end


def _made(text: str, speaker: tuple[int, int], cue: tuple[int, int], content: tuple[int, int]) -> Statement:
    start, end = content
    while start < end and text[start] in " ,\n":
        start += 1
    while end > start and text[end - 1] in " ,\n":
        end -= 1
    said = text[start:end]
    marks = len(re.findall(r'"', said))
    whole = said.startswith('"') and said.rstrip(".,").endswith('"')
    kind = "direct" if whole or (not marks and _FIRST_PERSON.search(said)) else "mixed" if marks else "indirect"
    return Statement(speaker, cue, (start, end), kind)
