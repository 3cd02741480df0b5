from zoufang.stages.revisit.actions.record import Asked, RevisitWords, record_revisit

__all__ = ["Asked", "RevisitWords", "record_revisit"]
