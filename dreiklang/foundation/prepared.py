"""A question that stands on many pages, its words made once a process.

Django takes longer to make the words of a query than SQLite takes to answer it. The query stays a queryset, written
where it belongs; what differs from one time to the next is left open and filled in.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import QuerySet


class Prepared:
    """`make(**marks)` returns a queryset of `values_list`. It is called once, with a mark for each name that is left
    open; `opens` says of which kind it is: UUID, datetime, date, int or str. What hangs on the clock or on the reader
    is open.

    `Prepared(lambda person: Follow.objects.filter(person=person).values_list("room", "how"), person=UUID)` is called as
    `(person=ben.pk)` and returns [(room's id, how)]: the rows that the queryset would give for these values.
    """

    def __init__(self, make: Callable[..., QuerySet], **opens: type):
        self.make, self.marks = make, {name: _mark(kind) for name, kind in opens.items()}

    def __call__(self, **given) -> list[tuple]:
        compiler, sql, constants, places, converters = self._compiled
        values = {name: _stored(value) for name, value in given.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[places[at]] if at in places else each for at, each in enumerate(constants)])
            rows = cursor.fetchall()
        return [tuple(row) for row in compiler.apply_converters(rows, converters)] if converters else rows

    @cached_property
    def _compiled(self) -> tuple:
        compiler = self.make(**self.marks).query.get_compiler(connection=connection)
        sql, constants = compiler.as_sql()
        names = {_stored(mark): name for name, mark in self.marks.items()}
        places = {at: names[each] for at, each in enumerate(constants) if each in names}
        if set(places.values()) != set(self.marks):
            raise ValueError(f"left open and not asked: {set(self.marks) - set(places.values())}")
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select[: compiler.col_count]])
        return compiler, sql, constants, places, converters


def _mark(kind: type):
    """A value that stands nowhere else."""
    chance = uuid4()
    number = chance.int % 2**31
    day = datetime.fromtimestamp(number, UTC) - timedelta(days=50_000)
    return {UUID: chance, str: chance.hex + "?", int: -number, datetime: day, date: day.date()}[kind]


def _stored(value):
    """As a field would hand it to the database."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
