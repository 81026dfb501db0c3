from staff.actions.catalogue import need_skill, save_skill
from staff.actions.changing import change_role, change_start, change_teams
from staff.actions.giving import keep_from_hiring, let_work_on_hiring
from staff.actions.inviting import InvitationOver, accept, invite, invite_again, revoke
from staff.actions.leaving import left_behind, let_go, take_back
from staff.actions.lines import report_to, set_contract
from staff.actions.people import be_away, choose, hire, join_team, supervise
from staff.actions.skills import grant_skill, withdraw_skill
from staff.actions.staffing import save_team, staff_team
from staff.actions.teams import sign_team

__all__ = [
    "InvitationOver",
    "accept",
    "be_away",
    "change_role",
    "change_start",
    "change_teams",
    "choose",
    "grant_skill",
    "hire",
    "invite",
    "invite_again",
    "join_team",
    "keep_from_hiring",
    "left_behind",
    "let_go",
    "let_work_on_hiring",
    "need_skill",
    "report_to",
    "revoke",
    "save_skill",
    "save_team",
    "set_contract",
    "sign_team",
    "staff_team",
    "supervise",
    "take_back",
    "withdraw_skill",
]
