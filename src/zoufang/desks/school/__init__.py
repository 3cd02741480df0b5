"""The school's desk: where the campaign stands, and what waits for a decision today."""
