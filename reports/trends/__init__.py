"""Figures over time: what is asked, its numbers, its pictures, and what is said beside them."""
