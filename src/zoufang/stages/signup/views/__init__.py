from zoufang.stages.signup.views.door import code, digits, door, leave, not_me
from zoufang.stages.signup.views.links import link, reissue, revoke
from zoufang.stages.signup.views.notices import approve, draft, edit, index, klass, publish
from zoufang.stages.signup.views.public import public
from zoufang.stages.signup.views.sending import again, paper, send, send_all
from zoufang.stages.signup.views.slips import slips

__all__ = [
    "again",
    "approve",
    "code",
    "digits",
    "door",
    "draft",
    "edit",
    "index",
    "klass",
    "leave",
    "link",
    "not_me",
    "paper",
    "public",
    "publish",
    "reissue",
    "revoke",
    "send",
    "send_all",
    "slips",
]
