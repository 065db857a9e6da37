"""Second room: the ground every procedure stands on (ledger, people, cases, catalogue)."""
