"""How much of what stripping takes from a text comes back: real articles damaged on purpose, as the first one was."""

import random
import re

from evaluation import data
from helpers import cleaning
from helpers.repair import Repaired, repair

_MARK = re.compile("['\"’‘“”]")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])['’](?=[A-Za-z])|(?<=s)['’](?= [a-z])")
_ARTICLES = 200


def main() -> None:
    """Print precision and recall of apostrophes and quotation marks put back into articles that lost them all."""
    print(f"Marks put back into {_ARTICLES} real articles that lost them all on purpose")
    texts = sorted(t for t in data.crisis_texts().values() if len(_MARK.findall(t)) > 20)
    counts = {kind: [0, 0, 0] for kind in ("apostrophe", "quotation mark")}
    for text in random.Random(0).sample(texts, _ARTICLES):
        stripped, lost = _stripped(text)
        made = {kind: set() for kind in counts}
        for edit in repair(stripped).edits:
            if edit.kind in ("possessive", "contraction"):
                made["apostrophe"].add(edit.start)
            elif edit.kind == "quotation mark":
                made["quotation mark"].add(edit.start)
        for kind, count in counts.items():
            count[0] += len(made[kind] & lost[kind])
            count[1] += len(made[kind])
            count[2] += len(lost[kind])
    for kind, (right, put, gone) in counts.items():
        print(f"  {kind:<15} back {right / gone:.3f} of {gone:,}; right {right / max(put, 1):.3f} of {put:,} put back")
    way_back()


def way_back() -> None:
    """Print in how many sentences of all real articles the raw characters do not give the repaired sentence."""
    texts = list(data.crisis_texts().values())
    wrong = sentences = 0
    for text in texts:
        reading = cleaning.read(text)
        for sentence in reading.sentences:
            start, end = reading.repaired.raw_span(sentence.start, sentence.end)
            edits = [e._replace(start=e.start - start, end=e.end - start) for e in reading.repaired.edits]
            inside = [e for e in edits if e.start >= 0 and e.end <= end - start]
            again = Repaired(text[start:end], inside).text.strip()
            wrong += again.strip('" ') != reading.text[sentence.start : sentence.end].strip('" ')
            sentences += 1
    print(f"Way back: {wrong:,} of {sentences:,} sentences of {len(texts):,} articles do not come from their raw span")


def _stripped(text: str) -> tuple[str, dict[str, set[int]]]:
    """Return a text without its marks, and where in it each kind of mark stood."""
    apostrophes = {m.start() for m in _APOSTROPHE.finditer(text)}
    kept, lost = [], {"apostrophe": set(), "quotation mark": set()}
    for i, character in enumerate(text):
        if _MARK.match(character):
            lost["apostrophe" if i in apostrophes else "quotation mark"].add(len(kept))
        else:
            kept.append(character)
    return "".join(kept), lost
