"""Bringing exports in: any known format into one JSON Lines file, with an account of every file."""

import json
from pathlib import Path

import pandas as pd

from helpers import articles, cases, paths
from helpers.errors import InputError

_SHOWN = 40  # files named in the account


def bring(path: str | Path, *, case: str | None = None, out: str | Path | None = None) -> str:
    """Read the articles at `path` and write articles.jsonl and rejects.csv to `out`; return an account in plain words.

    `out` defaults to data/raw/<name of path>. Raises InputError where `out` holds articles already, or lies inside
    `path`.
    """
    source = Path(path).resolve()
    found, rejects = articles.read(source, case=cases.load(case) if case else None)
    folder = Path(out).resolve() if out else paths.raw(source.name.partition(".")[0])
    target = folder / "articles.jsonl"
    if target.exists() or folder.is_relative_to(source):
        reason = "exists already" if target.exists() else "lies inside what is read"
        raise InputError(f"{target}: {reason}; name another folder with --out")
    folder.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(".part")
    temporary.write_text("".join(map(_line, found.to_dict("records"))), "utf-8")
    rejects.to_csv(folder / "rejects.csv", index=False)
    temporary.replace(target)
    return _account(found, rejects, folder)


def _line(row: dict) -> str:
    title, _, body = row["text"].partition("\n")
    day = "" if pd.isna(row["published"]) else row["published"].date().isoformat()
    fields = {"title": title, "date": day, "url": row["url"], "outlet": row["outlet"], "body": body}
    return json.dumps({**fields, "path": row["path"]}, ensure_ascii=False) + "\n"


def _account(found: pd.DataFrame, rejects: pd.DataFrame, folder: Path) -> str:
    made = pd.DataFrame(
        {
            "articles": found["path"].value_counts(),
            "undated": found.loc[found["published"].isna(), "path"].value_counts(),
            "without text": found.loc[~found["text"].str.contains("\n.", regex=True), "path"].value_counts(),
            "rejected": rejects["path"].value_counts(),
        }
    )
    shown = made.fillna(0).astype(int).sort_index()
    lines = [shown.head(_SHOWN).to_string()] + ([f"… {len(shown) - _SHOWN} more files"] if len(shown) > _SHOWN else [])
    lines += [f"{r.path} {r.place}: {r.reason}; {r.remedy}" for r in rejects.head(_SHOWN).itertuples()]
    return "\n".join([*lines, f"{len(found):,} articles, {len(rejects):,} rejected, in {folder}"])
