from zoufang.ground.journal.actions.record import HOUSE, head_of, record

__all__ = ["HOUSE", "head_of", "record"]
