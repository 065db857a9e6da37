"""What an official may review without reading code. Data files only; imports nothing."""
