"""Outbox: what must reach the world outside. The row is written with the act; a worker delivers it by lease."""
