from zoufang.ground.capture.actions.devices import NotYours, register_device, revoke_device, seen
from zoufang.ground.capture.actions.pieces import drop_upload, finished_photo, hold_upload, purge_uploads, take_piece
from zoufang.ground.capture.actions.records import Answer, decide, keep_record, quarantine, receipt_for, replace_answer

__all__ = [
    "Answer",
    "NotYours",
    "decide",
    "drop_upload",
    "finished_photo",
    "hold_upload",
    "keep_record",
    "purge_uploads",
    "quarantine",
    "receipt_for",
    "register_device",
    "replace_answer",
    "revoke_device",
    "seen",
    "take_piece",
]
