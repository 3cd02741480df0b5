from zoufang.stages.problem.actions.raise_problem import raise_problem

__all__ = ["raise_problem"]
