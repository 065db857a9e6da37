"""What is used: downloads, API calls, searches and searches that found nothing, without personal data."""
