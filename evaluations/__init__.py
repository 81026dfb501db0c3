"""Evaluations: cycles, evidence frozen at sign-off, what both sides say, goals.

Knows suggestions and below; what tickets know comes through EVIDENCE_PROVIDERS. Offers evaluations_for and
the actions open_cycle, write_section, sign.
"""
