"""Figures as people read them: how a number is written, what stands beside it, and how each is defined."""
