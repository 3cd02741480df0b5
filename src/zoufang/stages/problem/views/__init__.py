from zoufang.stages.problem.views.act import act, decide
from zoufang.stages.problem.views.family import (
    family_index,
    family_new,
    family_photo,
    family_show,
    family_take_back,
    family_withdraw,
    family_word,
)
from zoufang.stages.problem.views.index import index, new
from zoufang.stages.problem.views.show import photo, show

__all__ = [
    "act",
    "decide",
    "family_index",
    "family_new",
    "family_photo",
    "family_show",
    "family_take_back",
    "family_withdraw",
    "family_word",
    "index",
    "new",
    "photo",
    "show",
]
