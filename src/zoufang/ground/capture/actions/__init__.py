from zoufang.ground.capture.actions.devices import NotYours, device_for, key_in, register_device, revoke_device
from zoufang.ground.capture.actions.pieces import (
    drop_upload,
    finished_photo,
    forget_upload,
    hold_upload,
    purge_uploads,
    sweep_uploads,
    take_piece,
)
from zoufang.ground.capture.actions.records import (
    Answer,
    decide,
    keep_record,
    quarantine,
    receipt_for,
    receipt_of,
    replace_answer,
)

__all__ = [
    "Answer",
    "NotYours",
    "decide",
    "device_for",
    "drop_upload",
    "finished_photo",
    "forget_upload",
    "hold_upload",
    "keep_record",
    "key_in",
    "purge_uploads",
    "quarantine",
    "receipt_for",
    "receipt_of",
    "register_device",
    "replace_answer",
    "revoke_device",
    "sweep_uploads",
    "take_piece",
]
