from staff.actions.people import choose, hire, join_team

__all__ = ["choose", "hire", "join_team"]
