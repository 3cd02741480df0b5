from zoufang.ground.accounts.actions.appoint import appoint, end_post
from zoufang.ground.accounts.actions.found import found_district
from zoufang.ground.accounts.actions.import_staff import StaffImport, import_staff
from zoufang.ground.accounts.actions.invite import accept_invitation, address_of, invite, invite_many, spelt
from zoufang.ground.accounts.actions.people import (
    PersonWords,
    add_person,
    correct_person,
    deactivate_person,
    give_post,
    reactivate_person,
    reset_person,
    take_post,
)
from zoufang.ground.accounts.actions.units import add_unit, close_unit, rename_unit, set_contact

__all__ = [
    "PersonWords",
    "StaffImport",
    "accept_invitation",
    "add_person",
    "add_unit",
    "address_of",
    "appoint",
    "close_unit",
    "correct_person",
    "deactivate_person",
    "end_post",
    "found_district",
    "give_post",
    "import_staff",
    "invite",
    "invite_many",
    "reactivate_person",
    "rename_unit",
    "reset_person",
    "set_contact",
    "spelt",
    "take_post",
]
