"""Private fields: encrypted at rest, found by keyed hash, masked by default."""
