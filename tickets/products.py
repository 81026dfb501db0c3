"""Which products a ticket is about: those that its type or one of its tags is a sign of; several, or none."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from staff.choices import SkillKind
from staff.models import Skill
from tickets.models import ProductSign


class Signs:
    """What all signs together say; each is a product, a type or None, and a tag."""

    def __init__(self, signs: Iterable[tuple[int, int | None, str]]) -> None:
        self._by_type: dict[int | None, set[int]] = defaultdict(set)
        self._by_tag: dict[str, set[int]] = defaultdict(set)
        for product, kind, tag in signs:
            (self._by_type[kind] if kind else self._by_tag[tag]).add(product)

    def products(self, kind: int | None, tags: Iterable[str]) -> list[int]:
        """Of a ticket of this type with these tags, sorted. The only place that says which they are."""
        found = set(self._by_type.get(kind, ()))
        for tag in tags:
            found |= self._by_tag.get(tag, set())
        return sorted(found)

    @property
    def every(self) -> list[int]:
        """Products with a sign."""
        return sorted(set().union(*self._by_type.values(), *self._by_tag.values()))

    def tickets_of(self, product: int, at: str = "") -> Q:
        """The same the other way round: those that are about it, of rows that lead to tickets by `at`."""
        kinds = [kind for kind, found in self._by_type.items() if product in found]
        tags = [tag for tag, found in self._by_tag.items() if product in found]
        return Q(**{f"{at}type__in": kinds}) | Q(**{f"{at}tags__overlap": tags})


def signs() -> Signs:
    """As they stand now, in one statement."""
    rows = ProductSign.objects.filter(product__kind=SkillKind.PRODUCT).order_by()
    return Signs(rows.values_list("product", "type", "tag"))


def products() -> QuerySet[Skill]:
    """Those that there are, the ones in use first, each with its signs: three statements."""
    found = Skill.objects.filter(kind=SkillKind.PRODUCT).order_by("-active", "name")
    return found.prefetch_related("signs__type")


def follow_tag(was: str, to: str) -> None:
    """A tag with another name is a sign of what it was a sign of. In the caller's transaction."""
    theirs = ProductSign.objects.filter(tag=to).values("product")
    ProductSign.objects.filter(tag=was).exclude(product__in=theirs).update(tag=to)
    ProductSign.objects.filter(tag=was).delete()
