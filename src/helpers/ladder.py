"""From a coded event to what it weighs: status, rung, intensity and whether it moves the ladder."""

import pandas as pd

CONFLICT = frozenset(("ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"))
COOPERATION = frozenset(("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "CONCEDE"))
MUTUAL = frozenset(("AGREE", "CONSULT", "COOPERATE"))  # what each may do to the other at once: meeting is being met
CATEGORIES = (*sorted(COOPERATION), "REQUEST", *sorted(CONFLICT))

_RUNGS = {
    "RETREAT": -2,
    "CONCEDE": -2,
    "AGREE": -1,
    "CONSULT": -1,
    "SUPPORT": -1,
    "COOPERATE": -1,
    "AID": -1,
    "REQUEST": 0,
    "ACCUSE": 1,
    "REJECT": 1,
    "THREATEN": 2,
    "MOBILIZE": 3,
    "SANCTION": 3,
    "COERCE": 3,
    "ASSAULT": 5,
}
_HIGH_COERCION = frozenset(("seize", "cyber", "blockade"))
# PLOVER scores (manual draft 0.8, table of conflict-cooperation scores), conflict categories, sign turned.
# The manual prints ACCUSE as +3; its modes are -2 and -3.5, so -3 is meant.
_INTENSITY = {
    "ACCUSE": 3.0,
    "ACCUSE:disapprove": 2.0,
    "ACCUSE:allege": 3.5,
    "REJECT": 2.0,
    "THREATEN": 3.5,
    "PROTEST": 5.0,
    "SANCTION": 6.0,
    "SANCTION:expel": 5.5,
    "MOBILIZE": 5.5,
    "MOBILIZE:troops": 6.5,
    "COERCE": 7.0,
    "ASSAULT": 9.0,
}
# What a hostile act through a third party weighs: that of the ordinary category on its rung (ours).
_HOSTILE = {
    "AID": (3, _INTENSITY["MOBILIZE"]),
    "COOPERATE": (3, _INTENSITY["MOBILIZE"]),
    "SUPPORT": (2, _INTENSITY["THREATEN"]),
}
_MEANINGS = {
    -2: "de-escalation",
    -1: "cooperation",
    0: "request",
    1: "words",
    2: "threat",
    3: "force shown, sanctions",
    4: "seizure, blockade, cyber",
    5: "armed attack",
}


def status(factuality: str, voice: str) -> str:
    """Return who vouches for an event: reported, claimed or alleged if asserted, else its factuality."""
    return (
        {"narrator": "reported", "own": "claimed", "other": "alleged"}[voice]
        if factuality == "asserted"
        else factuality
    )


def rung(category: str, mode: str = "", *, hostile: bool = False) -> int:
    """Return the rung of a category, -2 to 5; `hostile` for an act against a third party's adversary.

    PROTEST is off the inter-state ladder and returns 0.
    """
    if hostile:
        return _HOSTILE[category][0]
    return 4 if category == "COERCE" and mode in _HIGH_COERCION else _RUNGS.get(category, 0)


def intensity(category: str, mode: str = "", *, hostile: bool = False) -> float:
    """Return the PLOVER score with its sign turned for conflict categories, else 0; 0 to 10."""
    if hostile:
        return _HOSTILE[category][1]
    return _INTENSITY.get(f"{category}:{mode}", _INTENSITY.get(category, 0.0))


def counts(status: str, rung: int) -> bool:
    """Tell whether an event moves the series: what the narrator reports, and conflict its own side claims.

    Nobody claims a crime to look good; claimed de-escalation never counts.
    """
    return status == "reported" or (status == "claimed" and rung >= 1)


def is_hostile_support(category: str, mode: str, rule: str) -> bool:
    """Tell whether helping X so is an act against X's adversary: arms, joint exercises, recognition."""
    return (category in ("AID", "COOPERATE") and mode == "military") or (category == "SUPPORT" and "recogni" in rule)


def key() -> pd.DataFrame:
    """Return the rungs and what stands on them: rung, meaning."""
    return pd.DataFrame(_MEANINGS.items(), columns=["rung", "meaning"])
