"""Zoufang: home-visit campaigns, from the class notice to the ledgers the district receives."""

__version__ = "0.1.0"
