"""Cues of factuality, one a sentence: what they reach, how they compose, and what they leave alone."""

import pytest

from helpers import factuality, tokens, triggers


def read(sentence, verb, **known):
    row = tokens.tokenise(sentence)
    return factuality.of(row, next(t for t in triggers.match(row) if verb in row[t.first].text), **known).value


@pytest.mark.parametrize(
    ("sentence", "verb", "expected"),
    [
        ("Mali shelled Chad.", "shelled", "asserted"),
        ("Mali has yet to shell Chad.", "shell", "denied"),
        ("Mali failed to shell Chad.", "shell", "denied"),
        ("None of its pilots had bombed Chad.", "bombed", "denied"),
        ("Mali played no part in the attack on Chad.", "attack", "denied"),
        ("Mali laughed off stories that it bombed Chad.", "bombed", "denied"),
        ("Reports that Mali bombed Chad were untrue.", "bombed", "denied"),
        ("Mali did not deny that it bombed Chad.", "bombed", "asserted"),
        ("Mali not only bombed Chad.", "bombed", "asserted"),
        ("The post has flown no flag since Mali expelled the envoy.", "expelled", "background"),
        ("Monitors were not aware that Mali bombed Chad.", "bombed", "no_sign"),
        ("Monitors knew of no invasion of Chad.", "invasion", "no_sign"),
        ("Unless peace comes Mali can't bomb Chad.", "bomb", "hypothetical"),
        ("An invasion of Chad is conceivable.", "invasion", "hypothetical"),
        ("Mali let its pilots bomb Chad.", "bomb", "hypothetical"),
        ("Mali let it be known that it bombed Chad.", "bombed", "asserted"),
        ("In May Mali bombed Chad.", "bombed", "asserted"),
        ("Mali, which once bombed Chad, has a new president.", "bombed", "background"),
        ("Mali bombed Chad a decade ago.", "bombed", "background"),
        ("Mali had bombed Chad.", "bombed", "background"),
        ("Since May, Mali has bombed Chad.", "bombed", "asserted"),
        ("Survivors of the long invasion of Chad met.", "invasion", "background"),
    ],
)
def test_cues(sentence, verb, expected):
    assert read(sentence, verb) == expected


@pytest.mark.parametrize(
    ("sentence", "known", "expected"),
    [
        ("Mali had bombed Chad.", {"is_told": True}, "asserted"),  # said so, the tense is the saying's
        ("Mali bombed Chad in 2019.", {}, "background"),
        ("Mali bombed Chad in 2019.", {"year": 2019}, "asserted"),
        ("Mali bombed the town, which fell in 1987.", {"year": 2019}, "background"),  # an attack told with its year
    ],
)
def test_what_is_known_of_the_article(sentence, known, expected):
    assert read(sentence, "bombed", **known) == expected
