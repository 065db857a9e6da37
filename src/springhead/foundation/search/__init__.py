"""Full-text search with facets: a disposable index that any noun may feed. Knows no noun by name."""
