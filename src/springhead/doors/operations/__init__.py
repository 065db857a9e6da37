"""What the operator of an installation does from the command line: backup, restore, purge, replace the key."""
