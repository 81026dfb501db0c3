from staff.models.people import User
from staff.models.teams import Membership, Team

__all__ = ["Membership", "Team", "User"]
