from staff.models.changes import Invitation, StaffChange
from staff.models.contracts import Contract
from staff.models.people import User
from staff.models.skills import HeldSkill, Skill, SkillChange, TeamNeed
from staff.models.teams import Membership, Team, TeamChange

__all__ = [
    "Contract",
    "HeldSkill",
    "Invitation",
    "Membership",
    "Skill",
    "SkillChange",
    "StaffChange",
    "Team",
    "TeamChange",
    "TeamNeed",
    "User",
]
