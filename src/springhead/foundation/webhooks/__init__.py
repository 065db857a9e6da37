"""Webhooks: programs are told of events at an address of theirs, signed, in order, and again until they hear."""
