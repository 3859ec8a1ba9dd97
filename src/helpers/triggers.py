"""The verb lexicon at work: which words of a sentence name an event, and of what category."""

import tomllib
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from helpers import paths
from helpers.tokens import Token
from helpers.words import words

_GAP = 4  # words a `*` may skip


# "close to the border" closes no border, and "adding that the army" adds none
_NOT_SKIPPED = frozenset([",", ";", ":", ".", "to", "that", "which", "who", "with", "for"])


class Trigger(NamedTuple):
    """Tokens `first` to `last` (included) name an event; `form` is verb, noun or phrase."""

    first: int
    last: int
    category: str
    mode: str
    form: str
    rule: str
    state: str = "asserted"


class _Pattern(NamedTuple):
    parts: tuple[frozenset[str] | None, ...]  # None is a gap
    category: str
    mode: str
    form: str
    rule: str
    state: str


_DETERMINERS = words("triggers", "determiners")
_BEFORE_VERB = words("triggers", "before_verb")
_UNCHANGING = frozenset(["hit", "cut", "shut", "put", "set"])  # participles spelt like their nouns
_SUBJECTS = frozenset(
    ["it", "they", "he", "she", "we", "who", "which", "that", "i", "you", "and", "also", ",", ":", ";"]
)
_PREPOSITIONS = words("triggers", "prepositions")


def match(tokens: list[Token], noun_before: set[int] = frozenset()) -> list[Trigger]:
    """Return the triggers in `tokens`, left to right, the longer pattern first where two overlap.

    `noun_before` holds the places of tokens that end a demonym ("Russian attack"), after which a noun follows.
    """
    found = []
    for i, token in enumerate(tokens):
        for pattern in _patterns().get(token.lemma, ()):
            last = _ends(pattern.parts, tokens, i)
            if last is not None and _fits(pattern.form, tokens, i, noun_before):
                found.append(
                    Trigger(i, last, pattern.category, pattern.mode, pattern.form, pattern.rule, pattern.state)
                )
    # the pattern that names more words knows more: "cyber attack" is no "attack"; so does the one that reaches further:
    # who sends "armed forces" sends no arms
    found.sort(key=lambda t: (-length(t), t.first, -t.last))
    kept: list[Trigger] = []
    for trigger in found:
        if not any(trigger.first <= k.last and k.first <= trigger.last for k in kept):
            kept.append(trigger)
    return sorted(kept)


def length(trigger: Trigger) -> int:
    """Return how many words a trigger's pattern names."""
    return len([w for w in pattern(trigger).split() if w != "*"])


def pattern(trigger: Trigger) -> str:
    """Return a trigger's pattern as the lexicon writes it."""
    return trigger.rule.split(":")[1]


def _ends(parts: tuple[frozenset[str] | None, ...], tokens: list[Token], i: int) -> int | None:
    """Return the place of the last token matched by `parts` from token `i`, or None."""
    at, gap = i, 0
    for part in parts:
        if part is None:
            gap = _GAP
            continue
        reach = range(at, min(at + gap + 1, len(tokens)))
        hit = next((j for j in reach if tokens[j].lemma in part), None)
        if hit is None or any(tokens[j].lemma in _NOT_SKIPPED for j in range(at, hit)):
            return None
        at, gap = hit + 1, 0
    return at - 1


def _fits(form: str, tokens: list[Token], i: int, noun_before: set[int]) -> bool:
    """Tell whether token `i` may be of a pattern's `form`; only words that are noun and verb are ever in doubt."""
    if form == "phrase" or (form == "noun" and tokens[i].lemma not in _verbs()):
        return True
    return (form == "noun") == _is_noun(tokens, i, noun_before)


def _is_noun(tokens: list[Token], i: int, noun_before: set[int]) -> bool:
    """Tell a noun from a verb spelt alike by its ending and neighbours; without a parser this is a guess."""
    word = tokens[i].text.lower()
    before = tokens[i - 1].lemma if i else ""
    after = tokens[i + 1].lemma if i + 1 < len(tokens) else ""
    if word.endswith(("ed", "en", "ew", "ught", "oke")):
        return False
    if before in _BEFORE_VERB or (before in ("have", "be") and word in _UNCHANGING):
        return False
    if before in _DETERMINERS or i - 1 in noun_before:
        return not word.endswith("ing") or after in ("of", "on", "against", "in", ",", ".", "by")
    if before in _PREPOSITIONS or word.endswith("ing"):
        return after == "of" or not word.endswith("ing")
    if after in ("of", "against", "by", "between"):
        return before not in _SUBJECTS
    # a bare form after a plain noun is a compound ("missile strike") unless the noun is plural ("troops withdraw")
    return (
        i > 0
        and tokens[i].lemma == word
        and before not in _SUBJECTS
        and tokens[i - 1].text.islower()
        and not (tokens[i - 1].text.endswith("s"))
    )


@cache
def _verbs() -> frozenset[str]:
    """Return the lemmas that open a verb pattern."""
    return frozenset(lemma for lemma, patterns in _patterns().items() if any(p.form == "verb" for p in patterns))


@cache
def _patterns() -> dict[str, list[_Pattern]]:
    """Return the lexicon's patterns under each lemma that may open them."""
    content = tomllib.loads((paths.LEXICONS / "events.toml").read_text("utf-8"))
    sets = {name: frozenset(words) for name, words in content["sets"].items()}
    by_first: dict[str, list[_Pattern]] = defaultdict(list)
    for rule in content["rule"]:
        for form in ("verb", "noun", "phrase"):
            for text in rule.get(f"{form}s", ()):
                pattern = _Pattern(
                    _parts(text, sets),
                    rule["category"],
                    rule.get("mode", ""),
                    form,
                    f"{rule['category']}:{text}",
                    rule.get("state", "asserted"),
                )
                for lemma in pattern.parts[0] or ():
                    by_first[lemma].append(pattern)
    return dict(by_first)


def _parts(text: str, sets: dict[str, frozenset[str]]) -> tuple[frozenset[str] | None, ...]:
    parts = []
    for word in text.split():
        alternatives = frozenset().union(*(sets[w[1:]] if w.startswith("$") else {w} for w in word.split("|")))
        parts.append(None if word == "*" else alternatives)
    return tuple(parts)
