"""Target 9: from nothing to the first page ≤ 1.5 × minimal Django; what the base install weighs ≤ 150 MB."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = "/account/login/"
PAIRS = 7


def main() -> None:
    """Print the ratio (median of pairs, reference and product alternating) and the weight."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "ZOUFANG_HOME": home, "ZOUFANG_DATABASE_URL": "", "ZOUFANG_EMAIL_URL": ""}
        zoufang = Path(sys.executable).parent / "zoufang"
        subprocess.run([zoufang, "migrate", "--verbosity=0"], env=environment, check=True)
        for module in ("reference.minimal_django", "zoufang.wsgi"):  # once each, so that both are in the disk's cache
            seconds(module, environment)
        pairs = [
            (seconds("reference.minimal_django", environment), seconds("zoufang.wsgi", environment))
            for _ in range(PAIRS)
        ]
    middle = statistics.median(reference for reference, _ in pairs)
    kept = [(r, p) for r, p in pairs if abs(r - middle) <= 0.15 * middle]
    ratios = [product / reference for reference, product in kept]
    print(f"minimal Django   {statistics.median(r for r, _ in kept):.3f} s")
    print(f"Zoufang          {statistics.median(p for _, p in kept):.3f} s")
    print(f"ratio            {statistics.median(ratios):.2f} (target 1.5; {len(kept)} of {len(pairs)} pairs kept)")
    print(f"base install     {base_install():.0f} MB (target 150; what requirements.lock installs, without bytecode)")


def seconds(module: str, environment: dict[str, str]) -> float:
    """Wall-clock seconds of one whole process."""
    began = time.perf_counter()
    command = [sys.executable, str(HERE / "first_page.py"), module, PAGE]
    subprocess.run(command, env={**environment, "PYTHONPATH": str(HERE)}, check=True, cwd=HERE)
    return time.perf_counter() - began


def base_install() -> float:
    """Megabytes of a fresh target folder with the packages of requirements.lock."""
    with tempfile.TemporaryDirectory() as folder:
        command = [Path(sys.executable).parent / "uv", "pip", "install", "-q", "--python", sys.executable]
        command += ["--require-hashes", "--target", folder, "-r", HERE.parent / "requirements.lock"]
        subprocess.run(command, check=True)
        files = (file for file in Path(folder).rglob("*") if file.is_file() and file.suffix != ".pyc")
        return sum(file.stat().st_size for file in files) / 1e6


if __name__ == "__main__":
    main()
