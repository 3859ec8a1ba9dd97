"""One article on its way through the rooms: who is named, who speaks, what happens, who stands where."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from helpers import (
    anaphora,
    cleaning,
    event_rows,
    happenings,
    introduced,
    namesakes,
    roles,
    sentiment,
    speech,
    stance,
    tables,
    tokens,
)
from helpers.actors import Finder, Mention
from helpers.cases import Case
from helpers.passes import Passes
from helpers.roles import Named
from helpers.voices import Context

_READ = ("title", "body")
_PRONOUN = re.compile(r"he|she|it|they|who|which|that", re.IGNORECASE)


class _Said(NamedTuple):
    """A statement with its speakers resolved: actors named in the speaker's span, sides, first mention."""

    span: speech.Statement
    actors: tuple[str, ...]
    sides: tuple[str, ...]
    holder: Mention | None = None


class Article:
    """One article on its way through the rooms; offsets are the repaired text's until a row is made."""

    def __init__(self, record: dict, case: Case, finder: Finder) -> None:
        self.id, self.day, self.case = record["article_id"], record["published"], case
        self.owner = case.owner(record["outlet"])
        self.reading = cleaning.read(record["text"], record.get("aside", ()))
        day = None if pd.isna(self.day) else self.day.date()
        self.mentions = namesakes.drop(self.reading.text, finder.find(self.reading.text, day), case)
        self.mentions = introduced.find(self.reading.text, self.mentions, case)
        self._in_order = "out_of_order" not in record.get("flags", ())
        if self._in_order:
            self.mentions = anaphora.resolve(self.reading.text, self.reading.sentences, self.mentions, case)
        self._starts = [m.start for m in self.mentions]
        self._sentence_starts = [s.start for s in self.reading.sentences]
        self._passes = Passes(self.reading.text)
        self._troops, self._opponents = self._case_troops(), self._case_opponents()
        self.statements: list[_Said] = []
        for statement in speech.find(self.reading.text, self.reading.sentences):
            self.statements.append(self._resolved(statement))

    def rows(self) -> dict[str, list[dict]]:
        """Return the rows this article adds to each table, by table name."""
        happened = list(self._events())
        return {
            "sentences": cleaning.sentence_rows(self.id, self.reading),
            "mentions": self._mention_rows(),
            "statements": [row for said in self.statements for row in self._statement_rows(said)],
            "events": happened,
            "stances": [*self._words(), *stance.deeds(happened)],
        }

    def _resolved(self, statement: speech.Statement) -> _Said:
        if None in statement.speaker:
            return self._continued(statement) or _Said(statement, (), ("?",))
        start, end = statement.speaker
        named = [m for m in self._named(start, end) if m.via != "phrase"]
        words = self.reading.text[start:end]
        inside = [
            Named(max(m.start, start) - start, min(m.end, end) - start, m.actor, self.case.top(m.actor)) for m in named
        ]
        # the first party speaks: "Moscow's ambassador to Ireland" for Moscow, "Blinken and Stoltenberg" for both
        speaking = next(iter(roles.parties(words, tokens.tokenise(words), inside)), None)
        spans = speaking.spans if speaking else ()
        by_side = {m.side: m.actor for m in inside if (m.start, m.end) in spans}
        if not named and _PRONOUN.fullmatch(words) and self.statements:
            last = self.statements[-1]
            # "it said" at the end of a paragraph speaks for whoever spoke before it there
            if "\n" not in self.reading.text[last.span.content[0] : start]:
                return last._replace(span=statement)
        holder = next((m for m in named if m.actor in by_side.values()), None)
        return _Said(statement, tuple(by_side.values()), tuple(by_side) or ("?",), holder)

    def _continued(self, statement: speech.Statement) -> _Said | None:
        """Return a quotation without a speaker as the last speaker's, if it opens the paragraph after theirs."""
        if not self.statements or not self._in_order or statement.kind != "direct":
            return None
        last = self.statements[-1]
        between = self.reading.text[last.span.content[1] : statement.content[0]]
        follows = between.count("\n") <= 2 and not between.rpartition("\n")[2].strip()
        return last._replace(span=statement) if last.span.kind != "indirect" and follows else None

    def _named(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that begin between two places."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _actors(self) -> Iterator[Mention]:
        return (m for m in self.mentions if m.via != "phrase")

    def _said_at(self, at: int) -> _Said | None:
        """Return the statement whose words hold a place; the speaker named amid their own words is outside them."""
        return next((s for s in self.statements if _holds(s.span.content, at) and not _holds(s.span.speaker, at)), None)

    def _said_in(self, sentence: cleaning.Sentence) -> list[_Said]:
        return [s for s in self.statements if s.span.content[0] < sentence.end and sentence.start < s.span.content[1]]

    def _channel(self, mention: Mention) -> tuple[str, str]:
        """Return in whose voice a mention stands, and the speaker."""
        said, side = self._said_at(mention.start), self.case.top(mention.actor)
        if said:
            return ("own" if side in said.sides else "others"), (said.actors[0] if said.actors else "")
        if self.owner:
            return ("own" if side == self.owner else "others"), self.owner
        return "narrator", ""

    def _mention_rows(self) -> list[dict]:
        rows = []
        for sentence, mention, portrayal in self._portrayed():
            channel, speaker = self._channel(mention)
            start, end = self.reading.repaired.raw_span(mention.start, mention.end)
            rows.append(
                {
                    "mention_id": tables.row_id(self.id, "m", start, mention.actor),
                    "article_id": self.id,
                    "n": sentence.n,
                    "start": start,
                    "end": end,
                    "actor": mention.actor,
                    "via": mention.via,
                    "channel": channel,
                    "speaker": speaker,
                    **portrayal,
                }
            )
        return rows

    def _portrayed(self) -> Iterator[tuple[cleaning.Sentence, Mention, dict[str, float]]]:
        """Yield each mention of a sentence that is read, with its portrayal; an issue has none."""
        for sentence in self.reading.sentences:
            mentions = self._named(sentence.start, sentence.end)
            if sentence.kind not in _READ or not mentions:
                continue
            # a sentence that names issues alone has nobody to portray
            is_read = any(m.via != "phrase" for m in mentions)
            made = self._passes.portrayals(sentence, mentions).tolist() if is_read else [()] * len(mentions)
            for mention, shares in zip(mentions, made, strict=True):
                portrayal = [None] * len(sentiment.COLUMNS) if mention.via == "phrase" else shares
                yield sentence, mention, dict(zip(sentiment.COLUMNS, portrayal, strict=True))

    def _statement_rows(self, said: _Said) -> list[dict]:
        def raw(span: tuple[int | None, int | None]) -> tuple[int | None, int | None]:
            return span if None in span else self.reading.repaired.raw_span(*span)

        placed = speech.Statement(raw(said.span.speaker), raw(said.span.cue), raw(said.span.content), said.span.kind)
        return [{"article_id": self.id, "speaker": actor, **speech.row(placed)} for actor in said.actors or ("",)]

    def _events(self) -> Iterator[dict]:
        for sentence in self.reading.sentences:
            inside = [m for m in self._named(sentence.start, sentence.end) if m.via != "phrase"]
            if sentence.kind not in _READ:
                continue
            named = [
                Named(
                    m.start - sentence.start,
                    m.end - sentence.start,
                    m.actor,
                    self.case.top(m.actor),
                    m.via == "demonym",
                )
                for m in inside
            ]
            said = tuple((_shifted(s.span.content, sentence), s.sides) for s in self._said_in(sentence))
            context = Context(said, self._opponents, self.owner, self._troops, self.day)
            judge = self._judge(sentence)
            for found in happenings.find(self.reading.text[sentence.start : sentence.end], named, context, judge):
                yield from event_rows.of(self.id, sentence, found, self.reading, self.case)

    def _judge(self, sentence: cleaning.Sentence) -> happenings.Judge:
        mentions = self._named(sentence.start, sentence.end)
        places = {(m.start - sentence.start, m.end - sentence.start): i for i, m in enumerate(mentions)}

        def judge(actor: tuple[int, int], recipient: tuple[int, int]) -> happenings.Judgement:
            at = places[actor], places[recipient]
            shares = self._passes.category(sentence, mentions, *at)
            return happenings.Judgement(shares, lambda head: self._passes.of_pair(head, sentence, mentions, *at))

        return judge

    def _case_opponents(self) -> dict[str, str]:
        """Return whom a side's unaddressed troop movements are aimed at: the one whose adversary it is."""
        against = {enemy: side for side, enemy in reversed(self.case.adversaries.items())}
        return {**self.case.adversaries, **against}

    def _case_troops(self) -> str:
        """Return whose troops an article means without naming them: the case's, if it names that side at all."""
        side = self.case.unnamed_troops or ""
        return side if any(self.case.top(m.actor) == side for m in self._actors()) else ""

    def _words(self) -> Iterator[dict]:
        """Yield the stance of each speaker toward each other side or issue named in what it says."""
        for said in self.statements:
            targets = self._targets(said) if said.holder else []
            for sentence, inside in groupby(targets, key=lambda m: self._sentence_at(m.start)):
                mentions, asked = self._named(sentence.start, sentence.end), list(inside)
                shares = self._passes.stances(sentence, mentions, said.holder, asked).tolist()
                for mention, held in zip(asked, shares, strict=True):
                    yield from self._word_rows(said, mention, held)

    def _word_rows(self, said: _Said, mention: Mention, held: list[float]) -> Iterator[dict]:
        start, end = self.reading.repaired.raw_span(*said.span.content)
        for holder in said.sides:
            yield {
                "article_id": self.id,
                "start": start,
                "end": end,
                "holder": holder,
                "target": self.case.top(mention.actor),
                "basis": "words",
                **dict(zip(stance.COLUMNS, held, strict=True)),
            }

    def _sentence_at(self, at: int) -> cleaning.Sentence:
        return self.reading.sentences[bisect_right(self._sentence_starts, at) - 1]

    def _targets(self, said: _Said) -> list[Mention]:
        """Return the first mention of every other side and issue in a statement."""
        first: dict[str, Mention] = {}
        for mention in self._named(*said.span.content):
            inside = said.span.content[0] <= mention.start and mention.end <= said.span.content[1]
            if inside and self.case.top(mention.actor) not in said.sides:
                first.setdefault(self.case.top(mention.actor), mention)
        return list(first.values())


def _holds(span: tuple[int | None, int | None], at: int) -> bool:
    return None not in span and span[0] <= at < span[1]


def _shifted(span: tuple[int, int], sentence: cleaning.Sentence) -> tuple[int, int]:
    return span[0] - sentence.start, span[1] - sentence.start
