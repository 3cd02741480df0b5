"""What every stage stands on, lowest first: a package may use only those before it."""

GROUND = ("privacy", "org", "accounts", "journal", "outbox", "files", "channels", "campaign", "capture")
