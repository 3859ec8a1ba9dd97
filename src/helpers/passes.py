"""The reader's passes over one article: each sentence goes through once, whichever rooms ask."""

from collections.abc import Sequence

import numpy as np

from helpers import reader
from helpers.actors import Mention
from helpers.cleaning import Sentence
from helpers.encoding import Span

_TOLD = " said: "  # what a sentence of a longer quotation is given, so that its speaker can be read with it


class Passes:
    """What the reader made of the sentences of one article; actors are hidden from it, the words of issues are not."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._made: dict[tuple[int, str], reader.Pass] = {}
        self._paired: dict[int, np.ndarray] = {}

    def portrayals(self, sentence: Sentence, mentions: Sequence[Mention]) -> np.ndarray:
        """Return (negative, neutral, positive) of each of the `mentions`, which are all those of the sentence."""
        return self._pass(sentence, mentions).ask("portrayal", range(len(mentions)))

    def stances(
        self, sentence: Sentence, mentions: Sequence[Mention], holder: Mention, targets: Sequence[Mention]
    ) -> np.ndarray:
        """Return (oppose, neutral, support) of `holder`, who may be named in another sentence, toward each target."""
        inside = holder in mentions
        made = self._pass(sentence, mentions, "" if inside else holder.actor)
        shift = 0 if inside else 1
        seconds = [mentions.index(t) + shift for t in targets]
        first = mentions.index(holder) if inside else 0
        return made.ask("stance", [first] * len(seconds), seconds)

    def category(self, sentence: Sentence, mentions: Sequence[Mention], actor: int, recipient: int) -> np.ndarray:
        """Return the share of each category of what one of the `mentions`, by place, does to another."""
        if sentence.n not in self._paired:  # all pairs in one go cost little more than one
            every = range(len(mentions))
            firsts, seconds = np.repeat(every, len(every)), np.tile(every, len(every))
            self._paired[sentence.n] = self._pass(sentence, mentions).ask("event", firsts, seconds)
        return self._paired[sentence.n][actor * len(mentions) + recipient]

    def of_pair(
        self, head: str, sentence: Sentence, mentions: Sequence[Mention], actor: int, recipient: int
    ) -> np.ndarray:
        """Return the shares of another `head` on the same."""
        return self._pass(sentence, mentions).ask(head, [actor], [recipient])[0]

    def _pass(self, sentence: Sentence, mentions: Sequence[Mention], teller: str = "") -> reader.Pass:
        key = (sentence.n, teller)
        if key not in self._made:
            self._made[key] = reader.read(*self._given(sentence, mentions, teller))
        return self._made[key]

    def _given(self, sentence: Sentence, mentions: Sequence[Mention], teller: str) -> tuple[str, list[Span]]:
        actors = dict.fromkeys([teller] if teller else [])
        actors.update(dict.fromkeys(m.actor for m in mentions if m.via != "phrase"))
        numbers = {actor: number for number, actor in enumerate(actors)}
        text, ahead = self._text[sentence.start : sentence.end], []
        if teller:
            text, ahead = "X" + _TOLD + text, [Span(0, 1, numbers[teller])]
        shift = (1 + len(_TOLD) if teller else 0) - sentence.start
        return text, ahead + [
            Span(m.start + shift, min(m.end, sentence.end) + shift, numbers.get(m.actor) if m.via != "phrase" else None)
            for m in mentions
        ]
