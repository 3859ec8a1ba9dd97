"""Standoff: evidence-linked reading of the news of an international crisis.

One module a step of the road, tables in and new tables out; see the tree in the README.
"""

__version__ = "0.1.0"
