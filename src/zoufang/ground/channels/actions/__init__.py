from zoufang.ground.channels.actions.forget import forget_texts
from zoufang.ground.channels.actions.robots import add_robot, remove_robot, try_robot
from zoufang.ground.channels.actions.say import post_line, say_line
from zoufang.ground.channels.actions.sms import post_sms, send_sms

__all__ = ["add_robot", "forget_texts", "post_line", "post_sms", "remove_robot", "say_line", "send_sms", "try_robot"]
