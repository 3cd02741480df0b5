"""What delivers each kind of message of the outbox: said once, read by the worker."""

from __future__ import annotations

# kind of the row → dotted path of `deliver(row) -> str` (the other side's words); see ground/outbox.
DELIVERIES: dict[str, str] = {
    "channels.robot_line": "zoufang.ground.channels.jobs.deliver_robot_line",
    "channels.text_message": "zoufang.ground.channels.jobs.deliver_text_message",
    "schedule.reminder": "zoufang.stages.schedule.jobs.deliver_reminder",
    "schedule.late_return": "zoufang.stages.schedule.jobs.deliver_late_return",
    "schedule.new_time_asked": "zoufang.stages.schedule.jobs.deliver_new_time_asked",
    "schedule.new_time_text": "zoufang.stages.schedule.jobs.deliver_new_time_text",
    "schedule.plan": "zoufang.stages.schedule.jobs.deliver_plan",
    "safeguarding.alert": "zoufang.stages.safeguarding.jobs.deliver_alert",
    "safeguarding.unopened": "zoufang.stages.safeguarding.jobs.deliver_unopened",
    "signup.link_request": "zoufang.stages.signup.jobs.deliver_link_request",
    "signup.own_link": "zoufang.stages.signup.jobs.deliver_link",
    "signup.notice": "zoufang.stages.signup.jobs.deliver_notice",
    "visit.new_card": "zoufang.stages.visit.jobs.deliver_new_card",
    "visit.new_card_text": "zoufang.stages.visit.jobs.deliver_new_card_text",
    "ledger.submission": "zoufang.stages.ledger.jobs.deliver_submission",
}
