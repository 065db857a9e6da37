"""Where people confer: bodies and what they decide."""
