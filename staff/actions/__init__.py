from staff.actions.people import choose, hire, join_team, supervise
from staff.actions.teams import sign_team

__all__ = ["choose", "hire", "join_team", "sign_team", "supervise"]
