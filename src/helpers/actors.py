"""Who is named where: the actors and issues of a case, found in one pass however many names there are."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple

import ahocorasick
import pandas as pd

from helpers import texts
from helpers.cases import Case, Role
from helpers.offices import variants


class Mention(NamedTuple):
    """Characters `start` to `end` name `actor` (or an issue), `via` its name, demonym, metonym, role or phrase."""

    start: int
    end: int
    actor: str
    via: str


class _Name(NamedTuple):
    text: str
    actor: str
    via: str
    role: Role | None = None


_IGNORE = ""
# A capital after one of these is a place, not a government: "in Moscow" against "Moscow said".
_PLACE_BEFORE = re.compile(
    r"\b(?:in|near|at|outside|around|across|through|inside|into|to|from|toward|towards|off|via|leav(?:e|es|ing)|visit(?:s|ed|ing)?"
    r"|visits? to|cent(?:ral|er)|downtown|north|south|east|west)(?: of)? (?:the )?$",
    re.IGNORECASE,
)
_PLACE_AFTER = re.compile(
    r"^(?:,? (?:region|suburb|street|airport|metro|residents?|time|city|oblast|on an? (?:visit|trip)|for talks))\b",
    re.IGNORECASE,
)
# "Washington state", "Russian-speaking": the name is only part of another word.
_COMPOUND_AFTER = re.compile(
    r"^-(?:speak(?:ing|er)|born|language|style|made|built|origin)|^ (?:roulette|dressing|language|literature)\b"
)
# "Kyiv's drive against pressure from Moscow" is a government all the same.
_ACTED_ON = re.compile(
    r"\b(?:pressure|threats?|demands?|orders?|aggression|answers?|response) (?:from|to) $", re.IGNORECASE
)


def _hits(text: str, folded: bool, automaton: ahocorasick.Automaton) -> Iterable[tuple[int, int, _Name]]:
    if not len(automaton):  # the library refuses to search for nothing
        return
    searched = text.lower() if folded else text
    if len(searched) != len(text):  # a few letters grow when lowered; their offsets would not fit
        searched = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for last, names in automaton.iter(searched):
        for name in names:
            start, end = last + 1 - len(name.text), last + 1
            if (start == 0 or not _is_word(text[start - 1])) and _ends_word(text, end, name):
                yield start, end, name


def _ends_word(text: str, end: int, name: _Name) -> bool:
    if end == len(text) or not _is_word(text[end]):
        return True
    # a stripped possessive ("Russias") ends a name; a demonym's plural is a name of its own
    return (
        name.via in ("name", "metonym", "role")
        and text[end] == "s"
        and (end + 1 == len(text) or not _is_word(text[end + 1]))
        and name.text[-1] != "s"
    )


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _is_other_word(text: str, start: int, end: int, name: _Name) -> bool:
    before, after = text[max(0, start - 40) : start], text[end : end + 20]
    if _COMPOUND_AFTER.match(after):
        return True
    if name.via != "metonym" or not _is_city(name.text):
        return False
    if after.startswith(("'s", "’s")):
        return False
    return bool(_PLACE_AFTER.match(after) or (_PLACE_BEFORE.search(before) and not _ACTED_ON.search(before)))


# Seats of power that can't be confused with a place to travel to.
_BUILDINGS = ("Kremlin", "White House", "Pentagon", "State Department", "Downing Street", "Whitehall", "Foreign Office")


def _is_city(name: str) -> bool:
    return name not in _BUILDINGS


def _in_office(role: Role, day: dt.date | None) -> bool:
    return day is not None and (role.since or dt.date.min) <= day <= (role.until or dt.date.max)


def _automaton(names: list[_Name]) -> ahocorasick.Automaton:
    by_text: dict[str, list[_Name]] = {}
    for name in names:
        same = by_text.setdefault(name.text, [])
        by_text[name.text] = [*same, name] if name.role else [name]
    automaton = ahocorasick.Automaton()
    for text, same in by_text.items():
        automaton.add_word(text, same)
    automaton.make_automaton()
    return automaton


class Finder:
    """The names of one case, made ready once and used for every article."""

    def __init__(self, case: Case) -> None:
        exact = [_Name(text, _IGNORE, "name") for text in case.ignore]
        taken = {name for entry in case.actors.values() for name in (*entry.names, *entry.demonyms, *entry.metonyms)}
        # of two that share a name the deeper comes last and keeps it: the Kremlin before Russia
        for actor, entry in sorted(case.actors.items(), key=lambda item: case.depth(item[0])):
            state = case.actors[case.top(actor)]
            for via, printed in (("name", entry.names), ("demonym", entry.demonyms), ("metonym", entry.metonyms)):
                exact += [_Name(text, actor, via) for text in printed]
            if entry.parent and entry.kind != "person":
                bodies = {v for name in entry.names for v in variants(name, state)} - taken
                exact += [_Name(text, actor, "name") for text in sorted(bodies)]
            for role in entry.roles:
                offices = {v for name in role.names for v in variants(name, state)} - taken
                exact += [_Name(text, actor, "role", role) for text in sorted(offices)]
        phrases = [_Name(p.lower(), issue, "phrase") for issue, e in case.issues.items() for p in e.phrases]
        self._automatons = [(False, _automaton(exact)), (True, _automaton(phrases))]

    def find(self, text: str, day: dt.date | None = None) -> list[Mention]:
        """Return the mentions in `text`, left to right, longest name first, none overlapping.

        Matching is case-sensitive for actors (US against us), not for issues. Roles ("the German chancellor")
        name whoever held them on `day`. Cost is linear in the text (Aho and Corasick 1975). Limit: surnames
        and capitals are read without the rest of the article, so namesakes are confused.
        """
        found = [hit for folded, automaton in self._automatons for hit in _hits(text, folded, automaton)]
        found = [hit for hit in found if hit[2].role is None or _in_office(hit[2].role, day)]
        kept, at = [], 0
        for start, end, name in sorted(found, key=lambda hit: (hit[0], -hit[1])):
            if start < at:
                continue
            at = end
            if name.actor != _IGNORE and not _is_other_word(text, start, end, name):
                kept.append(Mention(start, end, name.actor, name.via))
        return kept


def is_free(span: tuple[int, int], taken: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a span overlaps none of those taken."""
    return all(span[1] <= start or end <= span[0] for start, end in taken)


def summary(mentions: pd.DataFrame, statements: pd.DataFrame, case: Case, *, top: int = 12) -> pd.DataFrame:
    """Return who appears: side, mentions, articles, how it is named, and its share of statements and of mentions.

    `quoted` is a side's share of all statements with a known speaker, `talked_about` its share of all mentions.
    """
    named = mentions[mentions["via"] != "phrase"]
    named = named.assign(side=named["actor"].map(case.top))
    if named.empty:  # an empty group has no numbers to divide
        return pd.DataFrame(columns=["side", "mentions", "articles", "named_by", "talked_about", "quoted"])
    spoken = statements.loc[statements["speaker"] != "", "speaker"].map(case.top).value_counts(normalize=True)
    made = named.groupby("side").agg(
        mentions=("start", "size"),
        articles=("article_id", "nunique"),
        named_by=("via", lambda v: [f"{k} {n:.0%}" for k, n in v.value_counts(normalize=True).items()]),
    )
    made = made.assign(talked_about=made["mentions"] / len(named), quoted=spoken.reindex(made.index).fillna(0.0))
    made = made.sort_values("mentions", ascending=False).head(top).reset_index()
    return made.assign(side=made["side"].map(case.label))


def names(
    mentions: pd.DataFrame, articles: pd.DataFrame, case: Case, *, top: int = 8, examples: int = 4
) -> pd.DataFrame:
    """Return through which names the `top` sides appear: side, via, its share of the side's mentions, and the words.

    `words` lists the commonest words of that kind with their counts, as the articles print them.
    """
    named = mentions.loc[mentions["via"] != "phrase", ["article_id", "start", "end", "actor", "via"]]
    if named.empty:
        return pd.DataFrame(columns=["side", "via", "share", "words"])
    named = named.assign(side=named["actor"].map(case.top))
    order = named["side"].value_counts().head(top)
    named = named[named["side"].isin(order.index)]
    made = (
        named.assign(words=texts.cut(articles, named))
        .groupby(["side", "via"])
        .agg(
            mentions=("words", "size"),
            words=("words", lambda w: [f"{word} {n}" for word, n in w.value_counts().head(examples).items()]),
        )
    )
    made = made.reset_index().assign(
        share=lambda m: m["mentions"] / m["side"].map(order), place=lambda m: m["side"].map(order)
    )
    made = made.sort_values(["place", "side", "share"], ascending=[False, True, False])
    return made.assign(side=made["side"].map(case.label))[["side", "via", "share", "words"]].reset_index(drop=True)
