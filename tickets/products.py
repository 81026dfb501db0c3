"""Which products a ticket is about: those that its type or one of its tags is a sign of; several, or none."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, F, Func, IntegerField, OuterRef, Q, QuerySet

from staff.choices import SkillKind
from staff.models import Skill
from tickets.models import ProductSign


def products_of(ticket: str = "") -> ArraySubquery:
    """For a query whose rows are tickets, or lead to one by `ticket` (as in "message__ticket__"): the numbers
    of its products, sorted. The only place that says which they are.
    """
    place = Func(OuterRef(f"{ticket}tags"), F("tag"), function="array_position", output_field=IntegerField())
    signs = ProductSign.objects.alias(place=place).filter(
        Q(type=OuterRef(f"{ticket}type")) | Q(place__isnull=False), product__kind=SkillKind.PRODUCT
    )
    return ArraySubquery(signs.order_by("product_id").values("product_id").distinct())


def each_product_of(ticket: str = "") -> Func:
    """The same, as a row for each product; what is about none is no row."""
    return Func(products_of(ticket), function="unnest", output_field=BigIntegerField())


def products() -> QuerySet[Skill]:
    """Those that there are, the ones in use first, each with its signs: three statements."""
    found = Skill.objects.filter(kind=SkillKind.PRODUCT).order_by("-active", "name")
    return found.prefetch_related("signs__type")


def follow_tag(was: str, to: str) -> None:
    """A tag with another name is a sign of what it was a sign of. In the caller's transaction."""
    theirs = ProductSign.objects.filter(tag=to).values("product")
    ProductSign.objects.filter(tag=was).exclude(product__in=theirs).update(tag=to)
    ProductSign.objects.filter(tag=was).delete()
