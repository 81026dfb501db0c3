"""The views of the inbox that somebody keeps, and shares."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from staff.models import Team, User
from staff.queries import teams_of
from tickets.actors import require
from tickets.models import SavedView
from tickets.saved_views import may_change

MOST_VIEWS = 30


@transaction.atomic
def save_view(
    *, by: User, name: str, query: Mapping[str, str], team: Team | None = None, shared: bool = False
) -> SavedView:
    """Keep a list under a name, for oneself, for a team or for everybody. ValidationError on a bad or taken
    name.
    """
    require(by, "view.save")
    _may_share(by, team, shared)
    own = SavedView.objects.select_for_update().filter(owner=by)
    if len(own) >= MOST_VIEWS:
        raise ValidationError(
            _("You have %(most)s views already; forget one first."), params={"most": MOST_VIEWS}
        )
    view = SavedView(owner=by, team=team, shared=shared, name=_named(name), query=dict(query))
    view.position = (SavedView.objects.filter(owner=by).aggregate(last=Max("position"))["last"] or 0) + 1
    return _saved(view)


@transaction.atomic
def change_view(
    view: SavedView,
    *,
    by: User,
    name: str | None = None,
    query: Mapping[str, str] | None = None,
    circle: tuple[Team | None, bool] | None = None,
) -> SavedView:
    """Another name, another list, or other people who see it: `circle` is (team, whether everybody)."""
    _may_change(view, by)
    if name is not None:
        view.name = _named(name)
    if query is not None:
        view.query = dict(query)
    if circle is not None and circle != (view.team, view.shared):
        _may_share(by, *circle)
        view.team, view.shared = circle
    return _saved(view)


@transaction.atomic
def place_view(view: SavedView, *, by: User, earlier: bool) -> None:
    """One place up or down among the views of its owner."""
    _may_change(view, by)
    rows = list(
        SavedView.objects.select_for_update().filter(owner=view.owner).order_by("position", "name", "pk")
    )
    at = next(n for n, row in enumerate(rows) if row.pk == view.pk)
    to = at - 1 if earlier else at + 1
    if 0 <= to < len(rows):
        rows.insert(to, rows.pop(at))
    for position, row in enumerate(rows, 1):
        row.position = position
    SavedView.objects.bulk_update(rows, ["position"])


def forget_view(view: SavedView, *, by: User) -> None:
    """Whoever made it lets it go, or whoever leads those who see it."""
    _may_change(view, by)
    view.delete()


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise ValidationError(_("A view has a name of 1 to 60 characters."))
    return name


def _may_share(by: User, team: Team | None, shared: bool) -> None:
    """With one's own teams, or with everybody."""
    if shared:
        require(by, "view.share_all")
    if team:
        require(by, "view.share")
        if not teams_of(by).filter(pk=team.pk).exists():
            raise PermissionDenied("view.share")


def _may_change(view: SavedView, by: User) -> None:
    if not may_change(view, by):
        raise PermissionDenied("view.save")


def _saved(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise ValidationError(
            _("You have a view named “%(name)s” already."), params={"name": view.name}
        ) from error
    return view
