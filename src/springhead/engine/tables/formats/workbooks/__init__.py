"""Spreadsheets: one visible sheet as a grid, everything hidden named, a clean copy on request."""
