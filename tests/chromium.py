"""The Chromium that the browser tests drive: found, or installed from the system's packages.

Run as a program (``make test`` does) it makes sure that there is one. Nothing is ever downloaded from a browser
vendor.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find() -> str | None:
    """Return the path of a Chromium, ``CHROMIUM`` in the environment first."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in PLACES if Path(place).exists()), None)


def install() -> str | None:
    """Install the system's package, where there is one, and return what to do where there is none."""
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo"]
        subprocess.run([*sudo, "apt-get", "update"], check=False)
        command = [*sudo, "apt-get", "install", "-y", "--no-install-recommends", "chromium"]
    elif shutil.which("brew"):
        command = ["brew", "install", "--cask", "chromium"]
    elif shutil.which("dnf"):
        command = ["sudo", "dnf", "install", "-y", "chromium"]
    else:
        return "No Chromium was found. Install one, or name it in the environment variable CHROMIUM."
    print("No Chromium was found; installing the system's:", " ".join(command))
    if subprocess.run(command, check=False).returncode != 0 or find() is None:
        return f"'{' '.join(command)}' gave no Chromium. Install one, or name it in CHROMIUM."
    return None


def main() -> int:
    """Make sure that there is a Chromium."""
    problem = None if find() else install()
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main())
