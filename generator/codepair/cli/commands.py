"""The commands: ``check``, ``rules``, ``review``, ``schema``, ``locale``, ``explain``, ``edition`` and ``new``.

What a command needs is loaded when it runs: ``explain`` has answered before MkDocs would be loaded.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from codepair import __version__

_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_CONFIGURATIONS = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")
"""What MkDocs and ProperDocs call a site's configuration."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    options = _parser().parse_args(arguments)
    if options.command == "explain":
        from codepair.cli.explain import explain

        config = options.config_file or next((Path(name) for name in _CONFIGURATIONS if Path(name).is_file()), None)
        return explain(config, options.words, options.locale, as_json=options.json)
    if options.command == "new":
        return _new(options.folder)
    if options.command == "rules":
        from codepair.kit.rules import table

        print(table())
        return 0
    from codepair.cli.projects import run

    return run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="codepair",
        description="Explains codes and texts, checks a site of codes, writes its schemas, or begins a new one.",
    )
    parser.add_argument(
        "-f", "--config-file", type=Path, help="the site's mkdocs.yml; that of the working folder if left out"
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    _add_explain(commands)
    commands.add_parser("check", help="report every problem in content and catalogs")
    commands.add_parser("rules", help="list the rules that 'check' names in brackets, with their levels")
    commands.add_parser("schema", help="write the JSON Schemas that editors complete and check entries with")
    edition = commands.add_parser("edition", help="write what the content knows as packages of data")
    edition.add_argument(
        "folder", nargs="?", type=Path, default=Path("dist"), metavar="FOLDER", help="where; 'dist' if left out"
    )
    _add_review(commands)
    locale = commands.add_parser("locale", help="write or update the catalogs of a language; translations are kept")
    locale.add_argument("name", metavar="LOCALE", help="such as de, pt_BR or zh_Hant")
    new = commands.add_parser("new", help="write a small site to begin with; nothing is overwritten")
    new.add_argument(
        "folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="where; here if left out"
    )
    return parser


def _add_explain(commands: _Commands) -> None:
    parser = commands.add_parser(
        "explain",
        help="say what codes mean, or those in a text, and what to do now",
        description="Says what codes mean and what to do now: those that are named, or those in the text of "
        "standard input. Exits with 0 if a code was found, 1 if none was, 2 for wrong use.",
    )
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WORD",
        help="a protocol and codes, such as 'sip 486 603', or a text in quotes; '-' or nothing for standard input",
    )
    parser.add_argument("--locale", metavar="LOCALE", help="the language, such as vi; that of LANG if left out")
    parser.add_argument(
        "--json", action="store_true", help="print findings as a list of {address, field, start, end, ...}"
    )


def _add_review(commands: _Commands) -> None:
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
        help="where texts such as rfc3261.txt are, also compressed; Debian's folder is always looked into",
    )


def _new(folder: Path) -> int:
    from codepair.cli.start import StartError, on_a_site, write_start
    from codepair.edge.settings import settings_file

    site = settings_file(folder)
    if site.is_file():
        print(on_a_site(folder, site), file=sys.stderr)
        return 1
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
