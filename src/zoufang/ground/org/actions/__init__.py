from zoufang.ground.org.actions.change import close_unit, rename_unit, set_contact
from zoufang.ground.org.actions.found import found_class, found_school, found_unit

__all__ = ["close_unit", "found_class", "found_school", "found_unit", "rename_unit", "set_contact"]
