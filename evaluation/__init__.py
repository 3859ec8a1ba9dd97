"""Figures on data the project may not redistribute; `make evaluate` prints them all."""
