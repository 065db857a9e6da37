"""Demo mode: accounts for every role, a settable clock, every mail on a page, a pretend agency site."""
