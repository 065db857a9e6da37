"""Bottom room: everything that works without Django, usable from a plain Python program."""
