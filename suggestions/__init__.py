"""Suggestions: what colleagues propose, answered by a day, and the thanks they say to each other.

Knows staff, notices, knowledge and below; never tickets. Offers suggestions_for and the actions suggest,
consider, decide, thank.
"""
