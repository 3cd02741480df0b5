"""The shape of what the campaign's pages send; no rules of the trade."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_time

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.campaign.plan import Basics, PhasePlan, RoundPlan, clock_of
from zoufang.ground.campaign.rules import DEFAULT_LIMITS
from zoufang.ground.campaign.states import LIMITS, TextKind
from zoufang.ground.org.rules import entry_year_of
from zoufang.ground.org.states import Grade

MOST_ROWS = 40
GRADES = [(str(each.value), each.label) for each in Grade if each != Grade.LEFT]
DAYS = {"starts_on": "开始日期", "ends_on": "结束日期", "submit_until": "报送截止日期"}


class BasicsForm(forms.Form):
    """The head of a campaign."""

    name = forms.CharField(required=False)
    basis_title = forms.CharField(required=False)
    basis_number = forms.CharField(required=False)
    issuer = forms.CharField(required=False)
    goals = forms.CharField(required=False)
    starts_on = forms.DateField()
    ends_on = forms.DateField()
    submit_until = forms.DateField()
    addressee_name = forms.CharField(required=False)
    addressee_mail = forms.CharField(required=False)
    contact_line = forms.CharField(required=False)


class RowForm(forms.Form):
    """One row of phases or rounds."""

    name = forms.CharField()
    starts_on = forms.DateField()
    ends_on = forms.DateField()


class PhaseForm(RowForm):
    grade = forms.ChoiceField(choices=GRADES)
    entry_year = forms.IntegerField(required=False, min_value=1990, max_value=2200)


class TextForm(forms.Form):
    title = forms.CharField(required=False)
    body = forms.CharField(required=False)


def basics_said(typed: QueryDict) -> Basics:
    """The head that the form says. Raises Refused for dates that cannot be read."""
    form = BasicsForm(typed)
    if not form.is_valid():
        raise Refused([Reason("%(what)s请写成 2026-09-01 这样的日期", what=DAYS[name]) for name in form.errors])
    return Basics(**form.cleaned_data)


def phases_said(typed: QueryDict) -> list[PhasePlan]:
    """The phases that the rows say, first begun first; an empty row is none."""
    kept: list[PhasePlan] = []
    for said in _rows_said(typed, PhaseForm, ("name", "grade", "entry_year", "starts_on", "ends_on")):
        grade, starts = Grade(said["grade"]), said["starts_on"]
        year = said["entry_year"] or entry_year_of(grade, starts) or starts.year
        kept.append(PhasePlan(said["name"], grade, year, starts, said["ends_on"]))
    return sorted(kept, key=lambda each: (each.starts_on, -each.entry_year))


def rounds_said(typed: QueryDict) -> list[RoundPlan]:
    """The rounds that the rows say, numbered as they stand; an empty row is none."""
    rows = _rows_said(typed, RowForm, ("name", "starts_on", "ends_on"))
    return [RoundPlan(n, said["name"], said["starts_on"], said["ends_on"]) for n, said in enumerate(rows, 1)]


def limits_said(typed: QueryDict) -> dict[str, int]:
    """The limits that the form says."""
    kept: dict[str, int] = {}
    wrong: list[Reason] = []
    for name in DEFAULT_LIMITS:
        said = typed.get(name, "").strip()
        if not said:
            continue
        words = LIMITS.get(name)
        label = str(words.label) if words else name
        if words is not None and words.is_clock:
            minute = _minute(said)
            if minute is None:
                wrong.append(Reason("“%(what)s”请写成 20:30 这样的时间", what=label))
            else:
                kept[name] = minute
        elif said.isascii() and said.isdigit() and len(said) < 6:
            kept[name] = int(said)
        else:
            wrong.append(Reason("“%(what)s”请写数字", what=label))
    if wrong:
        raise Refused(wrong)
    return kept


def limits_shown(limits: dict[str, int]) -> list[dict[str, Any]]:
    """One line for each limit: name, words, value as it is typed."""
    shown = []
    for name, default in DEFAULT_LIMITS.items():
        words = LIMITS.get(name)
        value = int(limits.get(name, default))
        is_clock = words is not None and words.is_clock
        shown.append(
            {
                "name": name,
                "label": str(words.label) if words else name,
                "measure": str(words.measure) if words else "",
                "low": words.low if words else 0,
                "high": words.high if words else 99999,
                "is_clock": is_clock,
                "value": clock_of(value) if is_clock else str(value),
                "is_own": name in limits and limits[name] != default,
            }
        )
    return shown


def text_said(typed: QueryDict) -> dict[str, str]:
    """Title and words."""
    form = TextForm(typed)
    form.is_valid()
    return {"title": form.cleaned_data.get("title", ""), "body": form.cleaned_data.get("body", "")}


def rows_typed(typed: QueryDict, names: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows as they were typed, to show them again; a row in which only the grade stands is empty."""
    lists = [typed.getlist(name)[:MOST_ROWS] for name in names]
    count = max((len(each) for each in lists), default=0)
    rows = [
        {name: each[n].strip() if n < len(each) else "" for name, each in zip(names, lists, strict=True)}
        for n in range(count)
    ]
    return [row for row in rows if any(value for name, value in row.items() if name != "grade")]


def kind_of(said: str) -> TextKind | None:
    """The kind of text of this name."""
    return TextKind(said) if said in TextKind.values else None


def _rows_said(typed: QueryDict, form_of: type[RowForm], names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    wrong: list[Reason] = []
    kept: list[dict[str, Any]] = []
    labels = {"name": "名称", "grade": "年级", "entry_year": "入园年份", "starts_on": "开始日期", "ends_on": "结束日期"}
    for n, row in enumerate(rows_typed(typed, names), 1):
        # A row without a name is taken away: without JavaScript there is no other button for it.
        if not row["name"]:
            continue
        form = form_of(row)
        if form.is_valid():
            kept.append(form.cleaned_data)
        else:
            wrong += [Reason("第 %(n)s 行的%(what)s请填好", n=n, what=labels[name]) for name in form.errors]
    if wrong:
        raise Refused(wrong)
    yield from kept


def _minute(said: str) -> int | None:
    try:
        at = parse_time(said)
    except ValueError:
        return None
    return at.hour * 60 + at.minute if at else None


def day_typed(on: date | None) -> str:
    """2026-09-01, as a date field wants it."""
    return on.isoformat() if on else ""
