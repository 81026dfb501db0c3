"""The people who sign in. Customers are not among them: see customers.Contact."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.zones import known_zones
from staff.choices import Density, Role, Theme, UndoSeconds
from staff.permissions import GIVEN, role_may, roles_with


def validate_time_zone(name: str) -> None:
    if name not in known_zones():
        raise ValidationError(
            _("“%(name)s” is not a time zone; choose one like Europe/Tallinn."), params={"name": name}
        )


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """The first administrator of a desk: `manage.py createsuperuser`."""
        return self.create_user(email, password, role=Role.ADMIN, **fields)

    def who_may(self, permission: str) -> models.QuerySet["User"]:
        """Everybody of whom `User.may` says yes."""
        found = self.filter(is_active=True, role__in=roles_with(permission))
        return found.filter(**{GIVEN[permission]: True}) if permission in GIVEN else found


class User(AbstractBaseUser):
    email = models.EmailField(_("email address"), unique=True)
    full_name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.AGENT)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/Tallinn", validators=[validate_time_zone]
    )
    theme = models.CharField(_("theme"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    density = models.CharField(
        _("density"), max_length=12, choices=Density.choices, default=Density.COMFORTABLE
    )
    single_keys = models.BooleanField(_("single-letter keys"), default=True)
    signature = models.TextField(_("signature"), blank=True, max_length=2000)
    undo_seconds = models.PositiveSmallIntegerField(
        _("time to take an answer back"), choices=UndoSeconds.choices, db_default=10, default=UndoSeconds.TEN
    )
    # Not there for colleagues until then, whatever else says that they are on duty.
    away_until = models.DateTimeField(null=True, blank=True)
    # Told before sending, privately, of words that may hurt.
    tone_hints = models.BooleanField(_("hints on tone"), db_default=True, default=True)
    news_by_mail = models.BooleanField(_("news by mail"), db_default=False, default=False)

    reports_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    starts_on = models.DateField(_("works here since"), null=True, blank=True)
    # What an administrator gives to a person, beside what their role may: see staff.permissions.GIVEN.
    works_hiring = models.BooleanField(db_default=False, default=False)

    teams = models.ManyToManyField("staff.Team", through="staff.Membership", related_name="members")

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
            models.CheckConstraint(
                condition=models.Q(reports_to=None) | ~models.Q(reports_to=models.F("pk")),
                name="user_reports_to_another",
            ),
        ]
        ordering = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def first_name(self) -> str:
        return self.full_name.split(" ")[0]

    @property
    def is_away(self) -> bool:
        """They said themselves that nobody should count on them now."""
        return self.away_until is not None and self.away_until > timezone.now()

    def may(self, permission: str) -> bool:
        """Whether this person's role has the permission and, where that takes more, whether it was given to
        them; nobody inactive may anything.
        """
        allowed = self.is_active and role_may(self.role, permission)
        return allowed and (permission not in GIVEN or getattr(self, GIVEN[permission]))
