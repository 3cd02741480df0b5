from datetime import date, datetime

import pytest

from zoufang.engines.workdays import add_workdays, is_workday, workdays_between


def test_a_make_up_sunday_is_a_working_day():
    assert is_workday(date(2025, 1, 26))  # before Spring Festival 2025


def test_national_day_is_none():
    assert not is_workday(date(2025, 10, 1))


def test_a_districts_own_table_goes_before_the_library():
    assert not is_workday(date(2025, 3, 5), {date(2025, 3, 5): False})


def test_five_working_days_from_a_friday_end_on_the_next_friday_at_the_same_time():
    assert add_workdays(datetime(2025, 3, 7, 17, 40), 5) == datetime(2025, 3, 14, 17, 40)


@pytest.mark.parametrize(("start", "end", "count"), [(7, 14, 5), (7, 7, 0), (14, 7, -5), (7, 9, 0)])
def test_working_days_between_two_days(start, end, count):
    assert workdays_between(date(2025, 3, start), date(2025, 3, end)) == count


def test_a_year_the_library_does_not_know_counts_monday_to_friday():
    assert is_workday(date(2090, 3, 6)) == (date(2090, 3, 6).weekday() < 5)
