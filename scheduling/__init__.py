"""Time: opening hours, holidays, shifts, demand and rosters.

Knows notices, staff and below; never tickets, promises or articles: demand comes in as rows.
Offers calendar (working-time arithmetic, pure); models, queries and actions around it.
"""
