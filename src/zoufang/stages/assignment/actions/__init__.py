from zoufang.stages.assignment.actions.assign import assign_teacher, take_over_posts
from zoufang.stages.assignment.actions.bind import bind_staff, end_bond

__all__ = ["assign_teacher", "bind_staff", "end_bond", "take_over_posts"]
