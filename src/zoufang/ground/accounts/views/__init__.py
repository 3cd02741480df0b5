from zoufang.ground.accounts.views.import_staff import import_staff
from zoufang.ground.accounts.views.invitation import invitation
from zoufang.ground.accounts.views.people import add_person, invite_waiting, people
from zoufang.ground.accounts.views.person import correct, give_post, person, reset, switch, take_post
from zoufang.ground.accounts.views.sign_in import ChangePassword, SignIn, locked_out, second_factor
from zoufang.ground.accounts.views.units import add_unit, close_unit, rename_unit, units

__all__ = [
    "ChangePassword",
    "SignIn",
    "add_person",
    "add_unit",
    "close_unit",
    "correct",
    "give_post",
    "import_staff",
    "invitation",
    "invite_waiting",
    "locked_out",
    "people",
    "person",
    "rename_unit",
    "reset",
    "second_factor",
    "switch",
    "take_post",
    "units",
]
