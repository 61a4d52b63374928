"""The Chromium that the browser tests drive: found, or installed from the system's packages.

Run as a program (``make test`` does) it makes sure that there is one. Nothing is ever downloaded from a browser
vendor. The one without windows is the same engine and takes half the time: 53 seconds for 87 with
``test_browser`` and ``test_across_browser``. Lighthouse needs the whole one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"
"""Debian's name of the one without windows."""

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find(*, whole: bool = False) -> str | None:
    """Return the path of a Chromium, ``CHROMIUM`` in the environment first; with ``whole`` one that has windows."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    names = NAMES if whole else (SHELL, *NAMES)
    found = next((path for name in names if (path := shutil.which(name))), None)
    return found or next((place for place in PLACES if Path(place).exists()), None)


def install(*, whole: bool = False) -> str | None:
    """Install the system's package, where there is one, and return what to do where there is none."""
    sudo = [] if os.name != "posix" or os.geteuid() == 0 else ["sudo"]
    if shutil.which("apt-get"):
        subprocess.run([*sudo, "apt-get", "update"], check=False)
        names = ("chromium",) if whole else (SHELL, "chromium")
        commands = [[*sudo, "apt-get", "install", "-y", "--no-install-recommends", name] for name in names]
    elif shutil.which("brew"):
        commands = [["brew", "install", "--cask", "chromium"]]
    elif shutil.which("dnf"):
        commands = [[*sudo, "dnf", "install", "-y", "chromium"]]
    else:
        return "No Chromium was found. Install one, or name it in the environment variable CHROMIUM."
    for command in commands:
        print("No Chromium was found; installing the system's:", " ".join(command))
        if subprocess.run(command, check=False).returncode == 0 and find(whole=whole) is not None:
            return None
    return f"'{' '.join(commands[-1])}' gave no Chromium. Install one, or name it in CHROMIUM."


def main() -> int:
    """Make sure that there is a Chromium."""
    problem = None if find() else install()
    if problem:
        print(problem, file=sys.stderr)
    elif find() != shutil.which(SHELL) and shutil.which("apt-get"):
        print(f"The tests in a browser take half the time with Debian's {SHELL}.")
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main())
