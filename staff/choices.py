"""Words that describe our people."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    AGENT = "agent", _("Agent")
    LEAD = "lead", _("Team lead")
    MANAGER = "manager", _("Manager")
    ADMIN = "admin", _("Administrator")


class Theme(TextChoices):
    AUTO = "auto", _("Like the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Density(TextChoices):
    COMFORTABLE = "comfortable", _("Comfortable")
    COMPACT = "compact", _("Compact")


class UndoSeconds(IntegerChoices):
    """For how long somebody can take an answer back that they sent."""

    NONE = 0, _("Not at all")
    FIVE = 5, _("5 seconds")
    TEN = 10, _("10 seconds")
    TWENTY = 20, _("20 seconds")
    THIRTY = 30, _("30 seconds")


class SkillKind(TextChoices):
    PRODUCT = "product", _("Product")
    LANGUAGE = "language", _("Language")
    CRAFT = "craft", _("Craft")


class Level(IntegerChoices):
    """How well somebody can do something."""

    LEARNS = 1, _("Learns it")
    WORKS = 2, _("Works alone")
    TEACHES = 3, _("Teaches it")


class SkillChangeKind(TextChoices):
    GRANTED = "granted", _("Granted")
    CHANGED = "changed", _("Changed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Regime(TextChoices):
    """Whose working-time law holds for somebody: the figures are in scheduling.regimes."""

    EU = "EU", _("European Union")
    EE = "EE", _("Estonia")
    PL = "PL", _("Poland")
    ES = "ES", _("Spain")
    RU = "RU", _("Russia")


class StaffChangeKind(TextChoices):
    CAME = "came", _("Joined")
    ROLE = "role", _("Role")
    TEAMS = "teams", _("Teams")
    BOSS = "boss", _("Reports to")
    STARTS = "starts", _("Works here since")
    CONTRACT = "contract", _("Contract")
    COST = "cost", _("Cost of an hour")
    HIRING = "hiring", _("Works on hiring")
    LEFT = "left", _("Left")
    BACK = "back", _("Came back")


# The eight colours of the interface, as they are called where one is chosen.
COLOURS = (
    (1, _("Blue")),
    (2, _("Teal")),
    (3, _("Pink")),
    (4, _("Green")),
    (5, _("Orange")),
    (6, _("Violet")),
    (7, _("Red")),
    (8, _("Grey")),
)


class TeamChangeKind(TextChoices):
    """What is called as a field of a team is that field."""

    MADE = "made", _("Made")
    NAME = "name", _("Name")
    COLOUR = "colour", _("Colour")
    LANGUAGE = "language", _("Language")
    FORM = "takes_web_form", _("Offered on the web form")
    ACTIVE = "active", _("In use")
