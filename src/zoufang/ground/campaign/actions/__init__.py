from zoufang.ground.campaign.actions.change import change_campaign
from zoufang.ground.campaign.actions.open import Counts, Opened, open_campaign, open_from
from zoufang.ground.campaign.actions.run import end_campaign, start_campaign
from zoufang.ground.campaign.actions.texts import approve_text, write_text

__all__ = [
    "Counts",
    "Opened",
    "approve_text",
    "change_campaign",
    "end_campaign",
    "open_campaign",
    "open_from",
    "start_campaign",
    "write_text",
]
