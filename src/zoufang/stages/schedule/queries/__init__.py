from zoufang.stages.schedule.queries.appointments import (
    AppointmentRow,
    appointment_of_household,
    appointments_in,
    appointments_of,
    appointments_on,
    calendar_of,
    rows_of,
)
from zoufang.stages.schedule.queries.families import (
    FamilyToBook,
    class_for,
    current_campaign,
    declined_count,
    families_to_book,
    family_to_book,
    teachers_of,
)
from zoufang.stages.schedule.queries.week import Day, Offer, week_of
from zoufang.stages.schedule.queries.weighing import facts_for, starts_for

__all__ = [
    "AppointmentRow",
    "Day",
    "FamilyToBook",
    "Offer",
    "appointment_of_household",
    "appointments_in",
    "appointments_of",
    "appointments_on",
    "calendar_of",
    "class_for",
    "current_campaign",
    "declined_count",
    "facts_for",
    "families_to_book",
    "family_to_book",
    "rows_of",
    "starts_for",
    "teachers_of",
    "week_of",
]
