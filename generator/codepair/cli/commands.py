"""The commands: ``codepair check``, ``rules``, ``review``, ``schema``, ``locale`` and ``new``."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from codepair import __version__
from codepair.cli.locale import write_catalogs
from codepair.cli.review import review
from codepair.cli.start import StartError, write_start
from codepair.documents.texts import DEBIAN
from codepair.edge.settings import SettingsError, read_settings, settings_file
from codepair.kit.problems import Problem, errors, report
from codepair.kit.rules import table
from codepair.library.schema import write_schemas
from codepair.site.project import Project, open_project


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="codepair", description="Checks a site of codes, writes its schemas, or begins a new one."
    )
    parser.add_argument(
        "-f", "--config-file", type=Path, help="the site's mkdocs.yml; that of the working folder if left out"
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="report every problem in content and catalogs")
    commands.add_parser("rules", help="list the rules that 'check' names in brackets, with their levels")
    commands.add_parser("schema", help="write the JSON Schemas that editors complete and check entries with")
    _add_review(commands)
    locale = commands.add_parser("locale", help="write or update the catalogs of a language; translations are kept")
    locale.add_argument("name", metavar="LOCALE", help="such as de, pt_BR or zh_Hant")
    new = commands.add_parser("new", help="write a small site to begin with; nothing is overwritten")
    new.add_argument(
        "folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="where; here if left out"
    )
    options = parser.parse_args(arguments)
    if options.command == "new":
        return _new(options.folder)
    if options.command == "rules":
        print(table())
        return 0
    try:
        settings = read_settings(options.config_file or settings_file())
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    project, problems = open_project(settings)
    if options.command == "review":
        return review(project, options.address, options.locale, options.texts)
    if options.command == "locale":
        return write_catalogs(project, options.name)
    if options.command == "schema":
        for path in write_schemas(settings.content, project.library):
            print(path)
        return 0
    return _check(project, problems)


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
    guided = sum(map(len, library.guided.values()))
    print(f"{entries} entries, {guided} pairs with guidance, {len(project.translators)} locales: {stopping} errors")
    return 1 if stopping else 0


def _add_review(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "review", help="print each claim of a code or a pair beside the sections that settle it"
    )
    parser.add_argument(
        "address", metavar="ADDRESS", help="a code such as sip/486, or a pair such as sip/486-vs-603"
    )
    parser.add_argument(
        "--locale", action="append", default=[], metavar="LOCALE", help="show its translations too; may be repeated"
    )
    parser.add_argument(
        "--texts",
        action="append",
        default=[],
        type=Path,
        metavar="FOLDER",
        help=f"where texts such as rfc3261.txt are, also compressed; {DEBIAN} is always looked into",
    )


def _new(folder: Path) -> int:
    try:
        written = write_start(folder)
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    for path in written:
        print(f"{path}/" if path.is_dir() else path)
    # Both commands take the same option, at the place where each of them wants it.
    option = "" if folder == Path() else f" -f {shlex.quote(str(folder / 'mkdocs.yml'))}"
    print(f"\nNext:\n  codepair{option} check\n  mkdocs serve{option}")
    return 0
