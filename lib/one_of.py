"""A column is one of many numbers, sent as one value: an IN of thousands is dear to write."""

from typing import Any

from django.db.models import BigIntegerField, BooleanField, Lookup
from django.db.models.fields import Field


class OneOf(Lookup):
    """`OneOf(F("pk"), [1, 2, 3])`, as a condition."""

    lookup_name = "one_of"
    prepare_rhs = False
    output_field: Field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s::{BigIntegerField().db_type(connection)}[])", [*params, list(self.rhs)]
