"""The registry of figures: every one is defined, and the page about them says the same."""

from reports.choices import FactKind, Statistic, Unit
from reports.management.commands.metrics_docs import PLACE
from reports.measures import GROUPS, MEASURES
from reports.words.measures import FACTS, text


def test_the_page_about_figures_is_what_the_registry_says():
    assert PLACE.read_text(encoding="utf-8") == text(), "manage.py metrics_docs"


def test_every_measure_is_defined():
    for key, measure in MEASURES.items():
        assert measure.key == key
        assert measure.formula
        assert str(measure.about)
        assert measure.group in GROUPS
        assert (measure.of is not None) == (measure.statistic == Statistic.RATE)
        assert (measure.unit == Unit.COUNT) == (measure.statistic in (Statistic.COUNT, Statistic.LEVEL))
        assert f"`{measure.kind}`" in measure.formula
    assert {*FACTS} == {*FactKind}
    counted = {measure.kind for measure in MEASURES.values()} | {one.of for one in MEASURES.values()}
    assert {*FactKind} - {FactKind.LEFT} <= counted, "what is counted is shown"
