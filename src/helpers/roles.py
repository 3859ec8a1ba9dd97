"""Who does it to whom: actor and recipient of a trigger among the mentions of its sentence, without a parser."""

import re
from typing import NamedTuple

from helpers.speech import SAYING
from helpers.tokens import Token
from helpers.triggers import Trigger
from helpers.words import words


class Party(NamedTuple):
    """Mentions that act as one, from token `first` to `last`: sides as listed, innermost names beside them."""

    first: int
    last: int
    sides: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


class Named(NamedTuple):
    """A mention inside a sentence: characters, the actor named and the side it belongs to."""

    start: int
    end: int
    actor: str
    side: str
    is_demonym: bool = False


_JOIN = re.compile(r"^(?:['’]s?)?\s*(?:,\s*)?(?:and|or|as well as|along with|&|,|/|-)?\s*(?:the|its|both|with)?\s*$")
_BREAK = frozenset(
    (
        "who",
        "which",
        "that",
        "while",
        "but",
        "after",
        "because",
        "although",
        "if",
        "when",
        "as",
        "since",
        "until",
        "unless",
        "whether",
        ";",
        ":",
        "before",
        "where",
    )
)
_BETWEEN = words("roles", "between")
_TITLE = words("roles", "title")
_SELF = words("roles", "self")
_SUBJECT_PRONOUNS = frozenset(["it", "he", "she", "they", "we", "i"])
_POSSESSIVES = frozenset(["its", "his", "her", "their", "our", "my"])
_PASSIVE = frozenset(["be", "get"])
_JOINING = frozenset([",", "and", "or"])
_PARTICIPLES = ("ed", "en", "wn", "ne", "it", "ck", "ot", "nt", "eld")
_MEANT = frozenset(["any", "a", "all", "such", "the", "plan", "intention", "plot", "attempt"])


def parties(text: str, tokens: list[Token], mentions: list[Named]) -> list[Party]:
    """Return the mentions of a sentence as parties: "the US and NATO" is one, "Russian President Putin" too."""
    made: list[Party] = []
    for mention in mentions:
        first, last = token_range(tokens, mention)
        if made:
            previous = made[-1]
            gap = text[previous.spans[-1][1] : mention.start]
            apart = gap.strip() == "," and _word(tokens, previous.first, -1) in _BETWEEN  # "For Ukraine, Kyslytsya …"
            if (_JOIN.match(gap) and not apart) or (mention.side in previous.sides and _is_title(gap)):
                sides = previous.sides if mention.side in previous.sides else (*previous.sides, mention.side)
                made[-1] = Party(previous.first, last, sides, (*previous.spans, (mention.start, mention.end)))
                continue
            if _is_joined_title(gap):  # "Blinken and NATO Secretary-General Stoltenberg"
                sides = previous.sides if mention.side in previous.sides else (*previous.sides, mention.side)
                made[-1] = Party(previous.first, last, sides, (*previous.spans, (mention.start, mention.end)))
                continue
        made.append(Party(first, last, (mention.side,), ((mention.start, mention.end),)))
    return made


def assign(tokens: list[Token], trigger: Trigger, found: list[Party]) -> tuple[Party | None, Party | None]:
    """Return (actor, recipient) of a trigger; either may be None when the sentence does not name it."""
    if trigger.form == "noun":
        return _of_noun(tokens, trigger, found)
    if is_passive(tokens, trigger):
        agent = next(
            (
                p
                for p in found
                if p.first > trigger.last and _word(tokens, p.first, -1) == "by" and p.first - trigger.last < 12
            ),
            None,
        )
        return agent, _subject(tokens, trigger.first, found)
    actor = _subject(tokens, trigger.first, found)
    after = [p for p in found if p.first > trigger.first and p is not actor]
    reach = _clause_end(tokens, trigger.last, 1 if trigger.category == "REJECT" else 4)
    inside = [p for p in after if p.first <= reach]
    return actor, _preferred(tokens, inside, trigger)


def leans(tokens: list[Token], trigger: Trigger) -> bool:
    """Tell whether a pronoun before the trigger stands for its actor: "it pulled back", "its withdrawal"."""
    near = 3 if trigger.form == "noun" else 8
    pronouns = _POSSESSIVES if trigger.form == "noun" else _SELF
    before = [t.lemma for t in tokens[max(0, trigger.first - near) : trigger.first]]
    return any(word in pronouns for word in before)


def _preferred(tokens: list[Token], inside: list[Party], trigger: Trigger) -> Party | None:
    """Return the recipient: the first party after the verb, or one marked as aimed at."""
    aimed = next((p for p in inside if _word(tokens, p.first, -1) in ("against", "to", "on", "with")), None)
    if trigger.category in ("MOBILIZE", "COERCE", "SANCTION", "AID", "RETREAT") and aimed:
        return aimed
    return inside[0] if inside else None


def _of_noun(tokens: list[Token], trigger: Trigger, found: list[Party]) -> tuple[Party | None, Party | None]:
    actor = recipient = None
    for party in found:
        gap = trigger.first - party.last - 1
        if 0 <= gap <= 3 and all(_is_modifier(tokens[j]) for j in range(party.last + 1, trigger.first)):
            actor = party  # "Russia's invasion", "Russian military build-up"
        elif party.first > trigger.last:
            marker = _marker(tokens, trigger.last, party.first)
            if marker in ("from", "by") and trigger.category in ("ACCUSE", "REQUEST", "REJECT", "SUPPORT"):
                actor, recipient = party, actor  # "its move drew condemnation from Paris"
                continue
            if (
                marker == "by"
                or (marker == "of" and trigger.category in ("RETREAT", "MOBILIZE"))
                or (marker == "from" and actor is None and trigger.category != "RETREAT")
            ):
                actor = actor or party
            elif marker in (
                "of",
                "on",
                "against",
                "to",
                "with",
                "in",
                "for",
                "near",
                "between",
                "at",
                "from",
                "over",
                "into",
            ):
                recipient = recipient or party
    if trigger.category == "CONSULT" and recipient is not None and actor is None:
        actor = _subject(tokens, trigger.first, found)
    return actor, recipient


def _is_modifier(token: Token) -> bool:
    """Tell whether a word may stand between a name and its noun: "Russia's full-scale", not "Truss leaves open"."""
    if token.lemma in _BETWEEN | _BREAK | {",", "and", "the", "a", "be", "have"}:
        return False
    return token.lemma == "'s" or token.text == "armed" or not token.text.endswith(("s", "ed"))


def _marker(tokens: list[Token], last: int, first: int) -> str:
    """Return the preposition that leads from the trigger to a party at most ten words on."""
    between = [t.lemma for t in tokens[last + 1 : first]]
    if len(between) > 10 or any(w in _BREAK for w in between):
        return ""
    return next((w for w in reversed(between) if w in _BETWEEN), between[-1] if between else tokens[last].lemma)


def _subject(tokens: list[Token], at: int, found: list[Party]) -> Party | None:
    """Return the nearest party before token `at` that is not inside a prepositional phrase or another clause."""
    for party in sorted((p for p in found if p.last < at), key=lambda p: -p.last):
        between = [t.lemma for t in tokens[party.last + 1 : at]]
        # "the US that keeps sending" is still the US; any other "that" opens a clause of its own
        if any(word in _BREAK - {"who", "which", "that"} for word in between) or "that" in between[1:]:
            return None
        if any(w in SAYING and not _has_no_subject(tokens, party.last + 1 + k) for k, w in enumerate(between)):
            return None  # what is said has a subject of its own, or leans on the speaker
        if any(word in _SUBJECT_PRONOUNS for word in between):
            return None  # a pronoun stands between and leans on somebody else
        before = _word(tokens, party.first, -1)
        article = _word(tokens, party.first, -2) if before == "the" else before
        if article in _BETWEEN and not (
            article == "of" and _word(tokens, party.first, -3 if before == "the" else -2) in _TITLE
        ):
            continue
        return party
    return None


def _has_no_subject(tokens: list[Token], saying: int) -> bool:
    """Tell whether what a verb of saying governs is its own subject's doing: "vowed to", "denied any plan to"."""
    after = next((t for t in tokens[saying + 1 :] if t.lemma not in _MEANT), None)
    return bool(after) and (after.lemma in ("to", "of") or after.text.endswith("ing"))


def _clause_end(tokens: list[Token], last: int, near: int) -> int:
    """Return where the clause of a verb that ends at `last` ends; a "that" not `near` it opens another.

    Who rejects claims that somebody was attacked does not reject the victim.
    """
    for j in range(last + 1, len(tokens)):
        if tokens[j].lemma in (
            ";",
            ":",
            "who",
            "which",
            "while",
            "but",
            "because",
            "after",
            "since",
            "although",
            "when",
            "before",
        ):
            return j
        if tokens[j].lemma == "that" and j - last > near:
            return j
    return len(tokens)


def is_passive(tokens: list[Token], trigger: Trigger) -> bool:
    """Tell a passive: a form of be or get shortly before a participle ("was attacked", "has been hit").

    Participles joined to a passive one are passive: "were killed, tortured or wounded".
    """
    if not _is_participle(tokens[trigger.first]):
        return False
    first = trigger.first
    while first > 1 and tokens[first - 1].lemma in _JOINING:
        back = next((k for k in range(first - 1, -1, -1) if tokens[k].lemma not in _JOINING), 0)
        if not _is_participle(tokens[back]):
            break
        first = back
    return any(t.lemma in _PASSIVE for t in tokens[max(0, first - 3) : first])


def _is_participle(token: Token) -> bool:
    word = token.text.lower()
    irregular = word in ("hit", "struck", "cut", "shot")
    return irregular or (word.endswith(_PARTICIPLES) and word != token.lemma)


def token_range(tokens: list[Token], mention: Named) -> tuple[int, int]:
    """Return the first and last token that a mention covers."""
    inside = [i for i, t in enumerate(tokens) if t.start < mention.end and t.end > mention.start]
    return (inside[0], inside[-1]) if inside else (0, 0)


def _is_title(gap: str) -> bool:
    words = gap.split()
    return (
        len(words) <= 6
        and not re.search(r"[,;:.]|\b(?:and|that|to|in|on|with|of|against)\b", gap)
        and (
            not words
            or all(
                w[:1].isupper()
                or w.rstrip("'s").lower() in _TITLE | {"foreign", "defence", "defense", "prime", "president"}
                for w in words
                if w not in ("'s", "s")
            )
        )
    )


def _is_joined_title(gap: str) -> bool:
    words = gap.split()
    return 2 <= len(words) <= 7 and words[0] in ("and", ",") and all(w[:1].isupper() for w in words[1:])


def _word(tokens: list[Token], at: int, step: int) -> str:
    return tokens[at + step].lemma if 0 <= at + step < len(tokens) else ""
