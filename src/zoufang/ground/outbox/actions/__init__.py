from zoufang.ground.outbox.actions.deliver import claim, deliver, deliver_due, free_leases
from zoufang.ground.outbox.actions.post import post
from zoufang.ground.outbox.actions.tick import last_due, tick
from zoufang.ground.outbox.actions.try_again import try_again

__all__ = ["claim", "deliver", "deliver_due", "free_leases", "last_due", "post", "tick", "try_again"]
