"""The word lists of the rules, kept in one file so that they can be read and mended without reading code."""

import tomllib
from functools import cache

from helpers import paths


@cache
def _lists() -> dict[str, dict[str, str]]:
    return tomllib.loads((paths.LEXICONS / "words.toml").read_text("utf-8"))


def words(room: str, name: str) -> frozenset[str]:
    """Return the list `name` of a room (speech, triggers, roles, factuality) as a set of lemmas."""
    return frozenset(_lists()[room][name].split())
