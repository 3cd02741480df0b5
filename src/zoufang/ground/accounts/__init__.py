"""People who work here, the roles they hold (dated), and who is acting now."""
