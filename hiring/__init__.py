"""Hiring: positions, candidates, offers, and recommendations about people. Restricted, every look logged.

Knows suggestions and below; never tickets. Offers positions_for, files_for and the actions of hiring and
recommending.
"""
