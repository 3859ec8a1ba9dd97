"""The runs of a case: the last ones, what failed, and what a new one changed."""

import datetime as dt
import json
from pathlib import Path

from helpers import manifest, workspace

_SHOWN = 10


def runs(folder: Path) -> list[dict]:
    """Return the manifests of the runs that left results in `folder`, oldest first; each with its `folder`.

    A run that was killed has none, or says "running": it counts as cut off.
    """
    found = []
    for place in sorted((folder / "runs").glob("*")):
        file = place / manifest.FILE
        try:
            told = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            told = {"status": "cut off", "started": _started(place)}
        status = "cut off" if told["status"] == "running" else told["status"]
        found.append({**told, "status": status, "folder": place})
    return found


def last_good(folder: Path) -> dict | None:
    """Return the manifest of the last run that went well, if there is one."""
    return next((told for told in reversed(runs(folder)) if told["status"] == "ok"), None)


def status(case: str | Path | None, *, raw: str | None = None, out: str | None = None) -> str:
    """Return in plain words the last runs of a case, failures, and what the last good one changed in the findings."""
    here = workspace.find(case, raw=raw, out=out)
    told = runs(here.folder)
    if not told:
        return f"{here.case.title}: no run yet in {here.folder}"
    good = [run for run in told if run["status"] == "ok"]
    parts = [f"{here.case.title}: {len(told)} runs in {here.folder}", *map(_line, told[-_SHOWN:])]
    if len(good) > 1:
        parts += ["Since the good run before:", *(f"  {line}" for line in changes(good[-2], good[-1]))]
    if told[-1]["status"] != "ok":
        report = f"the report is that of {good[-1]['started']}" if good else "there is no report yet"
        parts.append(f"The last run did not go well; {report}.")
    return "\n".join(parts)


def changes(before: dict, after: dict) -> list[str]:
    """Return what differs between the findings of two runs, a line each."""
    old, new = before["findings"], after["findings"]
    lines = [
        f"{name}: {old['counts'].get(name, 0):,} → {n:,}"
        for name, n in new["counts"].items()
        if n != old["counts"].get(name, 0)
    ]
    lines += [f"new turning point: {day}" for day in new.get("turns", []) if day not in old.get("turns", [])]
    lines += [f"turning point gone: {day}" for day in old.get("turns", []) if day not in new.get("turns", [])]
    bands = {day: (low, high) for day, _, low, high in old.get("line", [])}
    for day, value, *_ in new.get("line", []):
        if day not in bands:
            lines.append(f"new point {day}: {value:.0%} of texts high")
        elif not bands[day][0] <= value <= bands[day][1]:
            lines.append(f"{day}: {value:.0%} of texts high, outside the earlier band")
    return lines or ["nothing changed"]


def _line(run: dict) -> str:
    counts = run.get("findings", {}).get("counts", {})
    what = f"{counts['articles']:,} articles, {counts['events']:,} events" if "events" in counts else ""
    seconds = f"{run['seconds']:.0f} s" if "seconds" in run else ""
    return "  " + "  ".join(filter(None, (run["started"], run["status"], seconds, what, run.get("error", ""))))


def _started(place: Path) -> str:
    return dt.datetime.strptime(place.name[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC).isoformat()
