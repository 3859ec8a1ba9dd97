"""The errors a researcher may meet, each saying what, where and what to do next."""

import difflib
from collections.abc import Iterable


class StandoffError(Exception):
    """Base of every error raised on purpose; the command line prints it without a traceback."""

    exit_code = 2


class CaseError(StandoffError):
    """A case or actor file that can't be used as it is."""


class InputError(StandoffError):
    """Articles that can't be found or read at all."""


class TableError(StandoffError):
    """A table that is missing, damaged or not in its schema."""


class ParameterError(StandoffError):
    """A notebook parameter that does not exist or has the wrong type."""


class BusyError(StandoffError):
    """Another run holds the folder."""

    exit_code = 3


class NotebookError(StandoffError):
    """A notebook that stopped; it is kept with the error at the failing cell."""

    exit_code = 1


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint naming the known word closest to `word`, or listing all that are known."""
    known = sorted(known)
    close = difflib.get_close_matches(word, known, n=1)
    return f"did you mean '{close[0]}'?" if close else f"known: {', '.join(known) or 'none'}"
