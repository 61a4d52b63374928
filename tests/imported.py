"""What ``mkdocs`` and ``codepair`` import at some time: forked.py copies a process that has imported it."""

import importlib
import os
import pkgutil

import codepair

# Material prints its notice when it is imported.
os.environ["NO_MKDOCS_2_WARNING"] = "1"
for name in ("material", "mkdocs.__main__", "mkdocs.commands.build", "mkdocs.commands.gh_deploy"):
    importlib.import_module(name)
for each in pkgutil.walk_packages(codepair.__path__, "codepair."):
    if not each.name.endswith("__main__"):
        importlib.import_module(each.name)
