"""Queries that are worded once: where thousands ask the same within a minute, Django takes ten times as long to word a
query as the database to answer it (0.6 ms against 0.05).

Only the wording is kept, per connection. What comes back is read from the database each time, for whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row", bound=models.Model)

# Stand in the query for what will be asked; no id and no text of ours is like them.
_NUMBER = 8_070_450_532_247_900_000
_TEXT = "\x01prepared\x01"


class Prepared(Generic[Row]):
    """The query that `build` words, to be asked again with other ids and texts in the same places.

    `build` gets one placeholder per name of `asks` ("number" or "text") and must put each into the query as it is.
    Without annotations and prefetches.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Row]], *asks: str) -> None:
        self._build, self._asks = build, asks

    def all(self, *values: int | str) -> list[Row]:
        """The rows, as the query itself would give them."""
        connection = connections[DEFAULT_DB_ALIAS]
        words = self._words(connection)
        if words.locks and not connection.in_atomic_block:
            raise TransactionManagementError("rows are locked within a transaction")
        with connection.cursor() as cursor:
            cursor.execute(words.sql, [values[at] if at >= 0 else fixed for at, fixed in words.params])
            found = cursor.fetchall()
        return words.made_of(found)

    def first(self, *values: int | str) -> Row | None:
        """The first row; None where there is none."""
        found = self.all(*values)
        return found[0] if found else None

    def _words(self, connection: Any) -> _Words[Row]:
        kept: dict[Any, _Words[Row]] = connection.__dict__.setdefault("prepared_words", {})
        if self not in kept:
            kept[self] = _Words(self._build, self._asks, connection)
        return kept[self]


class _Words(Generic[Row]):
    """The SQL of one query on one connection, and how its rows become objects."""

    def __init__(self, build: Callable[..., models.QuerySet[Row]], asks: Sequence[str], connection: Any) -> None:
        blanks = [_NUMBER + at if kind == "number" else f"{_TEXT}{at}" for at, kind in enumerate(asks)]
        query = build(*blanks).query
        self.locks = query.select_for_update
        self.compiler = query.get_compiler(using=DEFAULT_DB_ALIAS)
        self.sql, params = self.compiler.as_sql()
        self.params = [(blanks.index(each) if each in blanks else -1, each) for each in params]
        if {at for at, _ in self.params} - {-1} != set(range(len(blanks))):
            raise ValueError("what is asked for does not stand in the query as it was given")
        select, info = self.compiler.select, self.compiler.klass_info
        self.converters = self.compiler.get_converters([column for column, _, _ in select])
        fields = info["select_fields"]
        self.begins, self.ends = fields[0], fields[-1] + 1
        self.names = [select[at][0].target.attname for at in range(self.begins, self.ends)]
        self.model: type[Row] = info["model"]
        self.related = get_related_populators(info, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # stubs of a later Django

    def made_of(self, rows: Sequence[Sequence[Any]]) -> list[Row]:
        made = []
        for row in self.compiler.apply_converters(rows, self.converters) if self.converters else rows:
            thing = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.begins : self.ends])
            for each in self.related:
                each.populate(row, thing)
            made.append(thing)
        return made


class PreparedInsert(Generic[Row]):
    """A row of `model` is added whole, without asking anything before; its id is known afterwards."""

    def __init__(self, model: type[Row]) -> None:
        self._fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        names = ", ".join(f'"{field.column}"' for field in self._fields)
        blanks = ", ".join(["%s"] * len(self._fields))
        key = model._meta.pk.column
        self._sql = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({blanks}) RETURNING "{key}"'  # noqa: S608

    def add(self, thing: Row) -> None:
        """`thing` stands in the database."""
        connection = connections[DEFAULT_DB_ALIAS]
        values = [field.get_db_prep_save(field.pre_save(thing, True), connection) for field in self._fields]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, values)
            thing.pk = cursor.fetchone()[0]
        thing._state.adding, thing._state.db = False, DEFAULT_DB_ALIAS


class PreparedUpdate(Generic[Row]):
    """These columns of a row of `model` are written again."""

    def __init__(self, model: type[Row], *names: str) -> None:
        self._fields: list[Any] = [model._meta.get_field(name) for name in names]
        said = ", ".join(f'"{field.column}" = %s' for field in self._fields)
        self._sql = f'UPDATE "{model._meta.db_table}" SET {said} WHERE "{model._meta.pk.column}" = %s'  # noqa: S608

    def keep(self, thing: Row) -> None:
        """The database holds what `thing` holds."""
        connection = connections[DEFAULT_DB_ALIAS]
        values = [field.get_db_prep_save(field.pre_save(thing, False), connection) for field in self._fields]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [*values, thing.pk])
