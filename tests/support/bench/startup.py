"""``make bench-search-start``: what the analysis of Chinese text costs a process that starts.

Each process is a new one. Compared with are one that only starts, and the whole site, whose part
the analysis is.
"""

import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
RUNS = 7
# What is asked of the house.
SECONDS, MEGABYTES = 0.5, 80.0
PROGRAM = """
import os, sys, time
began = time.perf_counter()
{work}
took = time.perf_counter() - began
with open("/proc/self/status") as lines:
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
print(took, kilobytes / 1024)
"""
NOTHING = "pass"
ANALYSIS = """
sys.path[:0] = [{root!r}, {site!r}]
from search.analysis import ask_terms, index_terms
index_terms("学习党史", "黨建引領鄉村振興")
ask_terms("怎样学习党史")
"""
WHOLE = """
sys.path[:0] = [{root!r}, {site!r}]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
import django
django.setup()
"""


def measure(work: str) -> tuple[float, float]:
    """Median seconds and MB of memory."""
    program = PROGRAM.format(work=work.format(root=str(ROOT), site=str(ROOT / "site")))
    runs = []
    for _run in range(RUNS):
        said = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )
        seconds, megabytes = said.stdout.split()[-2:]
        runs.append((float(seconds), float(megabytes)))
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


def main() -> int:
    nothing, analysis, whole = measure(NOTHING), measure(ANALYSIS), measure(WHOLE)
    seconds, megabytes = analysis[0] - nothing[0], analysis[1] - nothing[1]
    good = seconds <= SECONDS and megabytes <= MEGABYTES
    sys.stdout.write(
        f"{'✓' if good else '✗'} analysis: {seconds:.2f} s, {megabytes:.0f} MB "
        f"(≤ {SECONDS} s, ≤ {MEGABYTES:.0f} MB); the whole site: {whole[0] - nothing[0]:.2f} s, "
        f"{whole[1] - nothing[1]:.0f} MB; median of {RUNS} new processes\n"
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
