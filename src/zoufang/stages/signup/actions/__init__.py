from zoufang.stages.signup.actions.answer import (
    SignupWords,
    answer_signup,
    call_off,
    choose_reminder,
    lock_signup,
    take_back,
    unlock_signup,
)
from zoufang.stages.signup.actions.links import (
    answer_possession,
    close_session,
    link_for,
    open_link,
    reissue_link,
    request_link,
    revoke_link,
    show_link,
    token_of,
)
from zoufang.stages.signup.actions.notice import approve_notice, draft_notices, edit_notice, publish_notice
from zoufang.stages.signup.actions.send import deliver_notice, send_again, send_notice, send_notices

__all__ = [
    "SignupWords",
    "answer_possession",
    "answer_signup",
    "approve_notice",
    "call_off",
    "choose_reminder",
    "close_session",
    "deliver_notice",
    "draft_notices",
    "edit_notice",
    "link_for",
    "lock_signup",
    "open_link",
    "publish_notice",
    "reissue_link",
    "request_link",
    "revoke_link",
    "send_again",
    "send_notice",
    "send_notices",
    "show_link",
    "take_back",
    "token_of",
    "unlock_signup",
]
