"""Run one command and print its wall time, its processor time and the memory of its largest process as JSON.

A process of its own, and a small one: on Linux a process inherits the peak of the one it was started from.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time


def main() -> int:
    """Run the command that the arguments are; what it prints goes to the standard error."""
    start = time.perf_counter()
    status = subprocess.run(sys.argv[1:], stdout=sys.stderr, check=False).returncode
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = used.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    print(json.dumps({"seconds": seconds, "processor": used.ru_utime + used.ru_stime, "megabytes": peak}))
    return status


if __name__ == "__main__":
    sys.exit(main())
