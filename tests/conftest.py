"""The cast, and the ground every test stands on."""

import pytest
from django.db import connection
from xdist.scheduler import LoadFileScheduling

from customers.actions import welcome_contact
from customers.models import Contact, Organisation
from scheduling.actions import set_hours
from sla.actions import set_policy
from staff.actions import hire
from staff.models import Team, User
from tests import tables
from tests.factories import OFFICE_HOURS, STANDARD_TERMS, make_ticket
from tickets.models import Ticket

pytest_plugins = ["tests.servers.fixtures", "tests.servers.browser"]
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _quick_and_private(settings, tmp_path):
    """Files in a folder of the test, letters kept in memory, no worker."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def _clean_cache(request):
    """Throttles count in the cache; each test starts from nothing."""
    yield
    if "client" in request.fixturenames or "db" in request.fixturenames:
        from django.core.cache import cache

        cache.clear()


@pytest.fixture
def billing(db) -> Team:
    return Team.objects.create(name="Billing", slug="billing", colour=1)


@pytest.fixture
def network(db) -> Team:
    return Team.objects.create(name="Network", slug="network", colour=2)


@pytest.fixture
def amara(billing) -> User:
    """Agent in Billing."""
    return hire(
        email="amara@desk.example", full_name="Amara Kask", role="agent", teams=(billing,), password=PASSWORD
    )


@pytest.fixture
def ben(billing) -> User:
    """Agent in Billing."""
    return hire(
        email="ben@desk.example", full_name="Ben Lepik", role="agent", teams=(billing,), password=PASSWORD
    )


@pytest.fixture
def nora(network) -> User:
    """Agent in Network: must not see what is Billing's."""
    return hire(
        email="nora@desk.example", full_name="Nora Ilves", role="agent", teams=(network,), password=PASSWORD
    )


@pytest.fixture
def cleo(billing) -> User:
    """Lead of Billing."""
    return hire(
        email="cleo@desk.example", full_name="Cleo Mets", role="lead", teams=(billing,), password=PASSWORD
    )


@pytest.fixture
def mona(db) -> User:
    """Manager: sees every team."""
    return hire(email="mona@desk.example", full_name="Mona Rand", role="manager", password=PASSWORD)


@pytest.fixture
def dana(db) -> Contact:
    """Customer."""
    organisation = Organisation.objects.create(name="Okafor Design")
    return welcome_contact(address="dana@okafor.example", name="Dana Okafor", organisation=organisation)


@pytest.fixture
def eve(db) -> Contact:
    """Customer of another company: must see nothing of Dana's."""
    organisation = Organisation.objects.create(name="Lund Trading")
    return welcome_contact(address="eve@lund.example", name="Eve Lund", organisation=organisation)


@pytest.fixture
def promises(billing):
    """Billing opens on weekdays 9–17 in Tallinn and promises a first answer in four hours."""
    set_hours("Office", OFFICE_HOURS, teams=(billing,))
    return set_policy("Standard", STANDARD_TERMS)


@pytest.fixture
def ticket(billing, dana) -> Ticket:
    """Dana's question to Billing, new and unassigned."""
    return make_ticket(
        requester=dana, team=billing, subject="Refund not received", text="Where is my refund?"
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = tables.template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Whatever still holds the test database at the end (a loader, a thread of a server) lets go of it."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


class Rooms(LoadFileScheduling):
    """A file is for one process; so are all journeys, which share one desk and its servers."""

    TOGETHER = "tests/journeys"

    def _split_scope(self, nodeid):
        return self.TOGETHER if nodeid.startswith(self.TOGETHER) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return Rooms(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(items):
    """Those that take long come first: at the end one process would wait for the other."""
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in ("drill", "journey")))
