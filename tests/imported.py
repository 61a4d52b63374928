"""What ``mkdocs`` and ``codepair`` import at some time: forked.py copies a process that has imported it."""

import importlib
import os
import pkgutil

os.environ["NO_MKDOCS_2_WARNING"] = "1"

import material  # noqa: F401 - it prints its notice when it is imported
import mkdocs.__main__
import mkdocs.commands.build
import mkdocs.commands.gh_deploy  # noqa: F401

import codepair

for each in pkgutil.walk_packages(codepair.__path__, "codepair."):
    if not each.name.endswith("__main__"):
        importlib.import_module(each.name)
