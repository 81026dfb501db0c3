"""Promises: what the desk owes its customers in time, and how each promise stands.

Knows scheduling, notices, staff and below; never tickets or customers.
Offers policy (targets) and clock (timers from a log), both pure; models, queries and actions around them.
"""
