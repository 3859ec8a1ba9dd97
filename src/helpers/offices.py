"""The ways news writes an office or a body of a state: "Russian president", "President of Russia"."""

from collections.abc import Iterator

from helpers.cases import Actor

_HEADS = ("president",)  # of them "head of state" is said too
_MOST = 4  # names of a state that are used so; the longest are for treaties


def variants(name: str, state: Actor) -> Iterator[str]:
    """Yield `name` and, where it begins with a demonym or name of `state`, the other ways to say it.

    `name` is that of an office or a body, such as "Russian president" or "Ukraine's parliament".
    """
    yield name
    for adjective in (*state.demonyms, *state.names):
        for start in (f"{adjective} ", f"{adjective}'s "):
            if name.startswith(start):
                yield from _of(name[len(start) :], state)
                return


def _of(office: str, state: Actor) -> Iterator[str]:
    offices = [office, *(["head of state"] if office.casefold() in _HEADS else [])]
    for plain in offices:
        for written in {plain, plain[:1].lower() + plain[1:], _titled(plain)}:
            for adjective in state.demonyms[:1] or state.names[:1]:
                yield f"{adjective} {written}"
            for country in state.names[:_MOST]:
                yield f"{country}'s {written}"
                yield f"{country} {written}"
                if written[:1].isupper() or plain.islower():
                    yield f"{written} of {country}"
                    yield f"{written} of the {country}"


def _titled(words: str) -> str:
    return " ".join(w if w in ("of", "for", "the") else w[:1].upper() + w[1:] for w in words.split(" "))
