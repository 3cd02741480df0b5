"""`make bench`: every benchmark, one after the other."""

from __future__ import annotations

import platform

import cold_start

if __name__ == "__main__":
    print(f"Python {platform.python_version()} on {platform.machine()}\n")
    cold_start.main()
