"""Weeks begin on Monday, as in the rosters (ISO 8601)."""

FIRST_DAY_OF_WEEK = 1
