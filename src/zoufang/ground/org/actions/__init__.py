from zoufang.ground.org.actions.found import found_class, found_school, found_unit

__all__ = ["found_class", "found_school", "found_unit"]
