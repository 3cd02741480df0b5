from zoufang.stages.briefing.actions.sign import sign_plan

__all__ = ["sign_plan"]
