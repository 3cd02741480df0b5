"""Briefing 部署学习: all staff read the plan and sign that they did.

In: the campaign's plan in a version. Out: who signed which version, when. Acts: every member of staff. States: signed or not.
"""
