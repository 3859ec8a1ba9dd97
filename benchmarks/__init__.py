"""Costs, as ratios measured in one run: python -m benchmarks [PART ...]."""
