"""Sentences and articles nobody labelled: what a teacher's soft labels are made on."""

import random
import re
import zlib
from collections.abc import Iterator
from itertools import islice, permutations

import pandas as pd

from evaluation import data
from helpers import articles, cases, cleaning, heads
from helpers.actors import Finder
from helpers.heads import ANSWERS
from training.examples import Example, Question, make

_SHORTEST, _LONGEST = 40, 450  # characters
_MOST = 3  # targets a sentence, or actors whose pairs are asked about
_EACH = 6  # sentences of an article: a few of every one, not all of a few
_NAME = re.compile(r"\b(?:[A-Z][\w-]*[a-z]\.? )*[A-Z][\w-]*[a-z]\b|\b(?:he|she|they|He|She|They|him|her|them)\b")
_NOT_NAMES = re.compile(
    r"(?:The|A|An|In|On|At|But|And|It|This|That|These|Those|We|I|You|If|When|What|Who|How|Why|There|Here|As|For|So|Or"
    r"|No|Not|Yet|While|After|Before|Some|Many|Most|Mr|Mrs|Ms|His|Her|Its|Our|Their|My|With|To|Of|By|From|Monday"
    r"|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September"
    r"|October|November|December)"
)
_NO_GOAL = (1 / 3, 1 / 3, 1 / 3)


def is_held_out(article_id: str) -> bool:
    """Return whether an article is kept for evaluation: one in five, by a hash that never moves."""
    return zlib.crc32(article_id.encode()) % 5 == 0


def crisis(count: int, *, seed: int = 0) -> list[Example]:
    """Return `count` sentences of the real crisis articles that are not held out, asking about the actors named."""
    return _first(count, (e for text, mentions in _crisis(seed) for e in _asked(text, [s for s, _ in mentions])))


def crisis_pairs(count: int, *, seed: int = 0) -> list[Example]:
    """Return `count` sentences of the same articles, asking what up to three actors named in each do to one another."""
    return _first(count, (e for text, mentions in _crisis(seed, each=3 * _EACH) for e in _paired(text, mentions)))


def crisis_articles(count: int, *, seed: int = 0) -> list[str]:
    """Return the repaired texts of `count` of the same articles."""
    texts = (cleaning.read(row.text).text for row in _kept(seed).itertuples())
    return list(islice(texts, count))


_Named = list[tuple[tuple[int, int], str]]


def _crisis(seed: int, *, each: int = _EACH) -> Iterator[tuple[str, _Named]]:
    finder = Finder(cases.load("ukraine-2022"))
    for row in _kept(seed).itertuples():
        yield from islice(_of_article(row, finder), each)


def _kept(seed: int) -> pd.DataFrame:
    """Return the articles that no evaluation is about, in random order."""
    found, _ = articles.read(data.SHARED / "corpora" / "ukraine-2022", case=cases.load("ukraine-2022"))
    out = found["article_id"].map(is_held_out) | found["article_id"].isin(data.labelled_articles())
    return found[~out].sample(frac=1, random_state=seed)


def _of_article(row: tuple, finder: Finder) -> Iterator[tuple[str, _Named]]:
    reading = cleaning.read(row.text)
    day = None if pd.isna(row.published) else row.published.date()
    mentions = [m for m in finder.find(reading.text, day) if m.via != "phrase"]
    chosen = [s for s in reading.sentences if s.kind in ("title", "body")]
    random.Random(row.article_id).shuffle(chosen)
    for sentence in chosen:
        named = [
            ((m.start - sentence.start, m.end - sentence.start), m.actor)
            for m in mentions
            if sentence.start <= m.start and m.end <= sentence.end
        ]
        yield reading.text[sentence.start : sentence.end], named


def politics(count: int, *, seed: int = 0) -> list[Example]:
    """Return `count` sentences of PolNeAR's training articles (US politics), asking about names and pronouns."""
    texts = [text for text, _ in data.polnear("train")]
    sentences = [text[s.start : s.end] for text in texts for s in cleaning.split(text) if s.kind == "body"]
    random.Random(seed).shuffle(sentences)
    return _first(count, (e for text in sentences for e in _asked(text, _names(text))))


def _names(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in _NAME.finditer(text) if not _NOT_NAMES.fullmatch(m.group())]


def _asked(text: str, spans: list[tuple[int, int]]) -> Iterator[Example]:
    if spans and _SHORTEST <= len(text) <= _LONGEST:
        chosen = random.Random(text).sample(spans, min(_MOST, len(spans)))
        yield make(text, chosen, [Question("portrayal", (i,), _NO_GOAL) for i in range(len(chosen))])


def _paired(text: str, mentions: _Named) -> Iterator[Example]:
    rng = random.Random(text)
    # any mention of an actor, since at run time all are asked about
    named = {actor: span for span, actor in rng.sample(mentions, len(mentions))}
    if len(named) > 1 and _SHORTEST <= len(text) <= _LONGEST:
        chosen = rng.sample(sorted(named.values()), min(_MOST, len(named)))
        evenly = {head: (1 / len(ANSWERS[head]),) * len(ANSWERS[head]) for head in heads.of("events")}
        pairs = permutations(range(len(chosen)), 2)
        yield make(text, chosen, [Question(h, at, goal) for at in pairs for h, goal in evenly.items()])


def _first(count: int, examples: Iterator[Example]) -> list[Example]:
    made: dict[str, Example] = {}
    for example in examples:
        made.setdefault(example.text, example)
        if len(made) == count:
            break
    return list(made.values())
