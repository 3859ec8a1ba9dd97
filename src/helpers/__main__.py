"""`python -m helpers` is `standoff`."""

from helpers.cli import main

main()
