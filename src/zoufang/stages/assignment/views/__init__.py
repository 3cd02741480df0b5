from zoufang.stages.assignment.views.bonds import bind, bonds, end_bond, spread
from zoufang.stages.assignment.views.classes import assign, index, klass
from zoufang.stages.assignment.views.handover import handover

__all__ = ["assign", "bind", "bonds", "end_bond", "handover", "index", "klass", "spread"]
