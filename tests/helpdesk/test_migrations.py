"""A desk that begins takes the squashed way, one that has grown the long one: both end at the same models."""

from pathlib import Path
from unittest import mock

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand, load_command_class
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations import loader as loading
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader

from lib.long_way import LongWay, ThereAndBack

# Squashed ones of former versions, which desks have among those they took; the last original of each.
FORMER = {
    ("notices", "0001_squashed_0013_of_reviews"): "0013_of_reviews",
    ("outbox", "0001_squashed_0003_letter_indexes"): "0003_letter_indexes",
    ("qa", "0001_squashed_0007_checks"): "0007_checks",
    ("tickets", "0002_squashed_0045_notes_of_shifts"): "0045_notes_of_shifts",
}
# Django renders models again and again for each that stands alone: seconds for every desk that begins.
ALONE_AT_MOST = 20


def differences(one, other):
    found = MigrationAutodetector(one.project_state(), other.project_state()).changes(graph=other.graph)
    return {app: [one.operations for one in changes] for app, changes in found.items()}


def test_both_ways_end_at_the_same_models():
    assert differences(LongWay(None), MigrationLoader(None)) == {}


def test_a_desk_that_begins_takes_the_short_way():
    loader = MigrationLoader(None)
    replaced = {key for one in loader.disk_migrations.values() for key in one.replaces}
    assert replaced
    assert not replaced & set(loader.graph.nodes)


def test_nearly_all_is_squashed():
    """If this fails, take what came since into the squashed ones: docs/operations.md, Upgrade."""
    loader = MigrationLoader(None)
    ours = {app.label for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR}
    alone = [key for key, one in loader.graph.nodes.items() if key[0] in ours and not one.replaces]
    assert len(alone) <= ALONE_AT_MOST


def test_a_desk_that_has_a_part_goes_on():
    long = LongWay(None)
    way = way_of(long)
    for length in range(10, len(way), 15):
        loader = goes_on(long, way[:length])
    assert differences(long, loader) == {}


def test_a_desk_that_took_a_former_short_way_goes_on():
    long = LongWay(None)
    ends = [(app, last) for (app, _), last in FORMER.items()]
    way = [key for key in way_of(long) if any(key in long.graph.forwards_plan(end) for end in ends)]
    loader = goes_on(long, [*way, *FORMER])
    ahead = {key for key in loader.graph.nodes if key[0] == "qa" and key not in loader.applied_migrations}
    assert min(ahead) == ("qa", "0008_tone_in_loops")
    assert differences(long, loader) == {}


def test_a_desk_that_has_all_has_nothing_to_do():
    long = LongWay(None)
    loader = goes_on(long, [*way_of(long), *FORMER])
    assert not set(loader.graph.nodes) - set(loader.applied_migrations)


def way_of(loader):
    return list(
        dict.fromkeys(key for end in loader.graph.leaf_nodes() for key in loader.graph.forwards_plan(end))
    )


def goes_on(long, keys):
    """What is ahead of a desk that took these: nothing that does again what was done."""
    applied = {key: long.graph.nodes.get(key) for key in keys}
    recorder = mock.Mock(**{"applied_migrations.return_value": applied})
    with mock.patch.object(loading, "MigrationRecorder", return_value=recorder):
        loader = MigrationLoader(mock.Mock())
        loader.check_consistent_history(mock.Mock())
    assert loader.detect_conflicts() == {}
    ahead = [one for key, one in loader.graph.nodes.items() if key not in loader.applied_migrations]
    assert not applied.keys() & {key for one in ahead for key in one.replaces}
    return loader


@pytest.mark.django_db
def test_the_way_back_leads_through_what_is_squashed():
    executor = ThereAndBack(connection)
    last = max(name for app, name in LongWay(connection).disk_migrations if app == "reports")
    before = min(name for app, name in executor.loader.disk_migrations if app == "reports" and "0012" in name)
    plan = executor.migration_plan([("reports", before)])
    assert (str(plan[0][0]), plan[0][1]) == (f"reports.{last}", True)
    assert {one.app_label for one, _ in plan} == {"reports"}
    state = executor._create_project_state(with_applied_migrations=True)
    assert ("reports", "queueday") in state.models
    assert isinstance(load_command_class("helpdesk", "migrate"), BaseCommand)
    assert migrate.MigrationExecutor is ThereAndBack
