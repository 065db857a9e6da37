"""What citizens, agencies and offices do with each other: one noun per public procedure."""
