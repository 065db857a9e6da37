"""Things several test folders need."""
