from staff.forms.own import Appearance, AskForReset, Profile, SignIn, time_zones
from staff.forms.people import AcceptForm, ContractForm, InviteForm, LeaveForm, PersonForm
from staff.forms.skills import GrantForm, NeedForm, SkillForm
from staff.forms.teams import TeamForm

__all__ = [
    "AcceptForm",
    "Appearance",
    "AskForReset",
    "ContractForm",
    "GrantForm",
    "InviteForm",
    "LeaveForm",
    "NeedForm",
    "PersonForm",
    "Profile",
    "SignIn",
    "SkillForm",
    "TeamForm",
    "time_zones",
]
