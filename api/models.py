"""Keys with which programs act for a colleague."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from api.choices import Scope


class Key(models.Model):
    """It may do what its owner may, within its scopes. The secret is shown once; `digest` is its sha256,
    `begins` its first letters, by which people tell keys apart.
    """

    owner = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(_("name"), max_length=80)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope.choices))
    begins = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.begins}… of {self.owner_id}"
