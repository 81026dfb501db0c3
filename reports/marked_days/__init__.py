"""Days with a word that explains their figures: marked, changed, and shown as flags in charts over time."""
