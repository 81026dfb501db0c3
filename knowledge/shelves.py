"""What customers may read, shelf by shelf."""

from dataclasses import dataclass

from knowledge.languages import read_in
from knowledge.models import Article, Category

ON_A_SHELF = 5
MOST = 500


@dataclass(frozen=True)
class Shelf:
    """`articles` are the first of `n`; without a category what stands on no shelf."""

    category: Category | None
    articles: list[Article]
    n: int


def shelves(language: str) -> list[Shelf]:
    """In the order of the categories, those within another one after it. One statement."""
    found = read_in(Article.objects.public(), language).select_related("category__parent", "current")
    by_shelf: dict[int, list[Article]] = {}
    for one in found.order_by("title", "pk")[:MOST]:
        by_shelf.setdefault(one.category_id or 0, []).append(one)
    made = [Shelf(held[0].category, held[:ON_A_SHELF], len(held)) for held in by_shelf.values()]
    return sorted(made, key=_place)


def _place(shelf: Shelf) -> tuple:
    one = shelf.category
    if one is None:
        return (True,)
    above = one.parent or one
    return (False, above.place, above.name, one.parent is not None, one.place, one.name)
