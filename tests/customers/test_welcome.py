"""Meeting customers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from customers.actions import welcome_contact
from customers.models import Contact, ContactAddress


def test_an_address_in_any_letter_case_is_one_contact(db):
    first = welcome_contact(address="Dana@Okafor.example")
    again = welcome_contact(address=" dana@okafor.EXAMPLE ", name="Dana Okafor")
    assert first.pk == again.pk
    assert again.name == "Dana Okafor"


def test_a_name_we_know_is_not_overwritten_by_what_a_letter_says(db):
    welcome_contact(address="dana@okafor.example", name="Dana Okafor")
    assert welcome_contact(address="dana@okafor.example", name="SUPPORT TEAM").name == "Dana Okafor"


@pytest.mark.django_db(transaction=True)
def test_two_first_letters_at_once_make_one_contact():
    def arrive(_):
        try:
            return welcome_contact(address="new@okafor.example", name="New").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as crowd:
        met = set(crowd.map(arrive, range(8)))
    assert len(met) == 1
    assert Contact.objects.count() == 1


def test_the_database_refuses_a_second_spelling(dana):
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactAddress.objects.create(contact=dana, address="DANA@okafor.example")
