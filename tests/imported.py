"""What ``mkdocs`` and ``codepair`` import at some time: forked.py copies a process that has imported it."""

import importlib
import os
import pkgutil

import codepair
from codepair.beside import api
from codepair.library.descriptions import described_schema

# Material prints its notice when it is imported.
os.environ["NO_MKDOCS_2_WARNING"] = "1"
for name in ("material", "click", "mkdocs.config", "mkdocs.utils", "mkdocs.plugins"):
    importlib.import_module(name)
for name in ("build", "gh_deploy", "new", "serve"):
    importlib.import_module(f"mkdocs.commands.{name}")
for each in pkgutil.walk_packages(codepair.__path__, "codepair."):
    if not each.name.endswith("__main__"):
        importlib.import_module(each.name)

# Every build writes the schemas of its data.
for shape in api.SCHEMAS.values():
    described_schema(shape)
