"""Weeks begin on Monday, as in the rosters; Django does not say so for Estonian."""

FIRST_DAY_OF_WEEK = 1
