"""Channels: what speaks to people outside the house besides mail: the robots of the classes' groups, text messages."""
