"""The problem radar: what is asked about far more than usual, and what it is about. Pure parts and their
rows."""
