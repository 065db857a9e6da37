"""Whole catalogues from elsewhere: read a portal's export, see what changed, apply it in batches."""
