from zoufang.ground.accounts.actions.appoint import appoint, end_post

__all__ = ["appoint", "end_post"]
