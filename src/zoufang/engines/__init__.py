"""Plain Python: no Django, no database, no clock. Each engine is usable and tested alone."""
