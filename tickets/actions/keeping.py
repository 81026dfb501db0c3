"""The views of the inbox that somebody keeps."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from staff.models import Team, User
from tickets.actors import require
from tickets.models import SavedView

MOST_VIEWS = 30


@transaction.atomic
def save_view(*, by: User, name: str, query: Mapping[str, str], team: Team | None = None) -> SavedView:
    """Keep a list under a name, for oneself or for a team. ValidationError on a bad or taken name."""
    require(by, "view.share" if team else "view.save")
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise ValidationError(_("A view has a name of 1 to 60 characters."))
    own = SavedView.objects.filter(owner=by)
    if own.count() >= MOST_VIEWS:
        raise ValidationError(
            _("You have %(most)s views already; forget one first."), params={"most": MOST_VIEWS}
        )
    last = own.aggregate(last=Max("position"))["last"]
    try:
        with transaction.atomic():
            return SavedView.objects.create(
                owner=by, team=team, name=name, query=dict(query), position=(last or 0) + 1
            )
    except IntegrityError as error:
        raise ValidationError(
            _("You have a view named “%(name)s” already."), params={"name": name}
        ) from error


def forget_view(view: SavedView, *, by: User) -> None:
    """Only whoever made it lets it go."""
    if view.owner_id != by.pk:
        raise PermissionDenied("view.save")
    view.delete()
