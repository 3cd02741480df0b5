"""Journal: what was done, by whom, on what, in one hash chain per school, written in the act's own transaction."""
