from zoufang.ground.accounts.views.invitation import invitation
from zoufang.ground.accounts.views.people import add_person, invite_waiting, people
from zoufang.ground.accounts.views.person import correct, give_post, person, reset, switch, take_post
from zoufang.ground.accounts.views.sign_in import ChangePassword, SignIn, locked_out, second_factor

__all__ = [
    "ChangePassword",
    "SignIn",
    "add_person",
    "correct",
    "give_post",
    "invitation",
    "invite_waiting",
    "locked_out",
    "people",
    "person",
    "reset",
    "second_factor",
    "switch",
    "take_post",
]
