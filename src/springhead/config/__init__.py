"""Settings, addresses and the one file that connects the nouns (wiring.py)."""
