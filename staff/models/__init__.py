from staff.models.contracts import Contract
from staff.models.people import User
from staff.models.skills import HeldSkill, Skill, SkillChange, TeamNeed
from staff.models.teams import Membership, Team

__all__ = ["Contract", "HeldSkill", "Membership", "Skill", "SkillChange", "Team", "TeamNeed", "User"]
