"""From a messy file to a served table: reading, checking, storing, querying. No Django, no database server."""
