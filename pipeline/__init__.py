"""Turns prose about public services that councils share into tables of facts, each with its source.

The flow is one direction and five verbs: read, annotate, claim, merge, write.
"""

__version__ = "0.1.0"
