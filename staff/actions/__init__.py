from staff.actions.lines import report_to, set_contract
from staff.actions.people import be_away, choose, hire, join_team, supervise
from staff.actions.skills import grant_skill, withdraw_skill
from staff.actions.teams import sign_team

__all__ = [
    "be_away",
    "choose",
    "grant_skill",
    "hire",
    "join_team",
    "report_to",
    "set_contract",
    "sign_team",
    "supervise",
    "withdraw_skill",
]
