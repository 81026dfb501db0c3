"""Everybody a letter was sent to is met at once."""

import pytest
from django.db import connection

from customers.actions import meet, welcome_contact, welcome_contacts
from customers.models import Contact, ContactAddress


def test_known_and_new_come_in_the_order_they_were_named(db, django_assert_num_queries):
    known = welcome_contact(address="b@house.example", name="Bea")
    with django_assert_num_queries(2):  # who is known, and one for all who are not
        met = welcome_contacts({"A@house.example": " Ann  Lee ", "b@house.example": "", "c@x.example": ""})
    assert [(one.email, one.name) for one in met] == [
        ("a@house.example", "Ann Lee"), ("b@house.example", "Bea"), ("c@x.example", ""),
    ]  # fmt: skip
    assert met[1] == known
    for one in met:
        kept = Contact.objects.get(pk=one.pk)
        assert list(kept.addresses.values_list("address", flat=True)) == [one.email]
        assert (kept.name, kept.language, kept.created_at) == (one.name, one.language, one.created_at)


def test_a_missing_name_is_filled_in_and_another_is_not_taken_over(db):
    welcome_contacts({"a@x.example": "", "b@x.example": "Bea"})
    welcome_contacts({"a@x.example": "Ann", "b@x.example": "Somebody Else"}, language="et")
    assert dict(Contact.objects.values_list("email", "name")) == {"a@x.example": "Ann", "b@x.example": "Bea"}
    assert set(Contact.objects.values_list("language", flat=True)) == {"en"}


def test_two_addresses_of_one_contact_are_one_contact(db):
    ann = welcome_contact(address="ann@x.example")
    ContactAddress.objects.create(contact=ann, address="ann@home.example")
    assert welcome_contacts({"ann@home.example": "", "ann@x.example": ""}) == [ann, ann]


def test_who_was_met_by_somebody_else_meanwhile_is_theirs_and_nothing_is_left_over(db):
    theirs = welcome_contact(address="a@x.example", name="Ann")
    met = meet({"a@x.example": "Another", "b@x.example": ""}, language="en")  # as if nobody had been asked
    assert met["a@x.example"] == theirs
    assert Contact.objects.count() == ContactAddress.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_address_and_its_contact_stand_together_when_it_commits():
    met = welcome_contacts({"a@x.example": ""})
    connection.close()
    assert ContactAddress.objects.get(address="a@x.example").contact == met[0]


def test_nobody_is_nobody(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert welcome_contacts({}) == []
