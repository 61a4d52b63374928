"""The commands that work on a project: parsed options in, the exit status out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from codepair.cli.locale import write_catalogs
from codepair.cli.review import review
from codepair.edge.settings import SettingsError, read_configuration, settings_file
from codepair.kit.problems import Problem, errors, report
from codepair.library.schema import write_schemas
from codepair.site.project import Project, open_project


def run(options: argparse.Namespace) -> int:
    """Run ``check``, ``edition``, ``review``, ``locale`` or ``schema``."""
    try:
        configured = read_configuration(options.config_file or settings_file())
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    settings = configured.settings
    project, problems = open_project(settings)
    if options.command == "review":
        return review(project, options.address, options.locale, options.texts)
    if options.command == "locale":
        return write_catalogs(project, options.name)
    if options.command == "schema":
        for path in write_schemas(settings.content, project.library):
            print(path)
        return 0
    if options.command == "edition":
        return _edition(project, problems, options.folder)
    if not any(problem.rule == "link" for problem in problems):  # whoever followed it might never come back
        problems += configured.problems_beside(project)
    return _check(project, problems)


def _edition(project: Project, problems: Sequence[Problem], folder: Path) -> int:
    """Write the packages of data; of content with errors there are none."""
    stopping = set(errors(problems))
    if stopping:
        print(report(sorted(stopping)), file=sys.stderr)
        print(f"The content has {len(stopping)} errors, so no package was made of it. Mend them.", file=sys.stderr)
        return 1
    from codepair.cli.edition import write_edition

    return write_edition(project, folder)


def _check(project: Project, problems: Sequence[Problem]) -> int:
    """Print every problem and what the project has; the exit status says whether something stops a build."""
    if problems:
        print(report(problems), file=sys.stderr)
    for each in project.completeness:
        if not each.is_source:
            print(f"{each.locale.id}: {each.done} of {each.all} texts are translated ({each.percent} %)")
    stopping = len(set(errors(problems)))
    library = project.library
    entries = sum(map(len, library.entries.values()))
    guided, tables = len(library.all_guided), len(library.mappings)
    counted = f"{entries} entries, {guided} pairs with guidance" + f", {tables} mappings" * bool(tables)
    print(f"{counted}, {len(project.translators)} locales: {stopping} errors")
    return 1 if stopping else 0
