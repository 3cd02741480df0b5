"""Organisation: province → city → district → school → class, of any depth. Everything belongs to a unit."""
