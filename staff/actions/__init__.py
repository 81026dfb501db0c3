from staff.actions.people import choose, hire, join_team, supervise

__all__ = ["choose", "hire", "join_team", "supervise"]
