"""`make bench`: every benchmark, one after the other. `make bench BENCH=--long` adds those that take minutes."""

from __future__ import annotations

import platform
import sys

import authenticity
import cold_start
import first_weight
import guessed_links
import office
import papers
import planning
import rush
import texts

if __name__ == "__main__":
    print(f"Python {platform.python_version()} on {platform.machine()}\n")
    cold_start.main()
    print()
    first_weight.main()
    print()
    papers.main()
    print()
    office.main()
    print()
    authenticity.main(authenticity.UNSEEN_SEEDS)
    if "--long" in sys.argv[1:]:
        print()
        guessed_links.main()
        print()
        rush.main()
        print()
        planning.main([])
        print()
        texts.main(())
