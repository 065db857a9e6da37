"""Demo mode: accounts, clock, mails, a pretend agency site, and data made by us."""
