"""Addresses for programs: what phones send and fetch (docs/sync.md). Loaded when one of them is first asked for."""
