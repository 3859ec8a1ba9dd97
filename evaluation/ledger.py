"""What the first article's claim ledger holds."""

from evaluation import data
from helpers import annotate, articles, cases, claims, cleaning, duplicates, stories


def main() -> None:
    """Print the claim ledger of the first article."""
    print("Claim ledger of the first article: who takes which position on a withdrawal")
    case = cases.load("ukraine-2022")
    found, _ = articles.read(data.SHARED / "corpora" / "seed", case=case)
    cleaned = duplicates.link(cleaning.clean(found)[0])
    happened = stories.link(annotate.annotate(cleaned, case).events)
    ledger = claims.ledger(happened, cleaned, case)
    for row in ledger[ledger["category"] == "RETREAT"].itertuples():
        print(f"  {row.claim}: {row.party} {row.position}, {len(row.evidence)} sentence(s)")
    print(f"  RETREAT events that count: {int(happened.loc[happened['category'] == 'RETREAT', 'counts'].sum())}")
