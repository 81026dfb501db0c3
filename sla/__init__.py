"""Promises: what the desk owes its customers in time, and how each promise stands.

Knows scheduling, notices, staff and below; never tickets or customers.
Offers policy (targets), matching (whose it is) and clock (timers from a log), all pure; models, queries and
actions around them.
"""
