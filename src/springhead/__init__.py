"""Springhead 活水: the whole life of open government data, with a checkable record of every promise."""

__version__ = "0.1.0"
