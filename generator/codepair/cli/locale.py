"""``codepair locale``: a project and a language in, the catalogs in which it is to be translated out.

What is there already is kept: a catalog is updated as ``msgmerge`` does, without guesses.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from codepair.kit.files import display
from codepair.kit.text import ABOUT_SEARCH_WORDS
from codepair.language.catalog import SITE, TEMPLATE, WORDS
from codepair.language.folders import MESSAGES, locale_folders
from codepair.language.locale import Locale, make_locale
from codepair.language.plurals import cldr_rule
from codepair.library.texts import texts
from codepair.site.project import Project


def write_catalogs(project: Project, name: str) -> int:
    """Write the catalogs of a locale, print what was done, and return the command's exit status."""
    settings = project.settings
    default = next((locale.id for locale in settings.locales if not locale.path), "en")
    try:
        locale = make_locale(name, default=default)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if project.library.unread:
        listed = ", ".join(sorted(project.library.unread))
        print(
            f"Nothing was written: a file of '{listed}' cannot be read. 'codepair check' says why.", file=sys.stderr
        )
        return 1
    spelled = locale_folders(settings.catalogs).get(locale.id, (locale.id,))[-1]
    folder = settings.catalogs / spelled / MESSAGES
    made: list[tuple[Path, Catalog]] = []
    for domain, template in _templates(project, locale):
        file = folder / f"{domain}.po"
        try:
            made.append((file, _updated(file, template, locale)))
        except (PoFileError, OSError, ValueError) as error:
            where = display(file, settings.root)
            print(f"Nothing was written: '{where}' cannot be read: {error}. Correct it first.", file=sys.stderr)
            return 1
    folder.mkdir(parents=True, exist_ok=True)
    for file, catalog in made:
        _write(file, catalog)
        done = sum(1 for each in catalog if each.id and _is_translated(each))
        print(f"{display(file, settings.root)}: {done} of {len(catalog)} messages are translated")
    if locale.id not in [each.id for each in settings.locales]:
        print(f"\nNext: add '{locale.id}' to 'locales' in mkdocs.yml.")
    return 0


def _templates(project: Project, locale: Locale) -> Iterator[tuple[str, Catalog]]:
    """Yield what is to be translated, by domain: the words of the site, and the texts of each protocol."""
    with TEMPLATE.open("rb") as stream:
        words = read_po(stream)
    own = WORDS / locale.id / MESSAGES / f"{SITE}.po"
    if own.is_file():
        with own.open("rb") as stream:
            known = read_po(stream, locale=locale.id)
        for message in words:
            found = known.get(message.id, message.context) if message.id else None
            if found is not None and not found.fuzzy:
                message.string = found.string
    for text in project.settings.texts:
        words.add(text)
    yield SITE, words
    for domain, nodes in sorted(project.library.nodes.items()):
        catalog = Catalog()
        for node in nodes:
            for each in texts(node):
                limit = [f"At most {each.limit} characters."] if each.limit else []
                place = (each.place.path, each.place.line)
                about = [f"Field: {each.field}", *limit, *([ABOUT_SEARCH_WORDS] if each.context else [])]
                catalog.add(each.text, locations=[place], auto_comments=about, context=each.context)
        yield domain, catalog


def _updated(file: Path, template: Catalog, locale: Locale) -> Catalog:
    """Return a catalog of the template's messages with the translations that a file has, and its header."""
    before = None
    if file.is_file():
        with file.open("rb") as stream:
            before = read_po(stream, locale=locale.id, abort_invalid=True)
    made = Catalog(locale=locale.id, fuzzy=False)
    made.header_comment = f"# {locale.cldr.english_name}."
    if before is not None:
        made.header_comment = before.header_comment
        made.mime_headers = before.mime_headers
    for message in _messages(template):
        found = before.get(message.id, message.context) if before is not None else None
        is_kept = found is not None and bool(found.string)
        string = found.string if found is not None and is_kept else message.string or _empty(message, locale)
        flags = set(found.flags) if found is not None and is_kept else set()
        made.add(
            message.id,
            string,
            locations=message.locations,
            flags=flags,
            auto_comments=message.auto_comments,
            user_comments=found.user_comments if found is not None else (),
            context=message.context,
        )
    return made


def _messages(catalog: Iterable[Message]) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _empty(message: Message, locale: Locale) -> str | tuple[str, ...]:
    return "" if isinstance(message.id, str) else ("",) * cldr_rule(locale).count


def _is_translated(message: Message) -> bool:
    strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return not message.fuzzy and bool(strings) and all(strings)


def _write(file: Path, catalog: Catalog) -> None:
    """Write a catalog at once: a stop in the middle leaves the old one."""
    stream = io.BytesIO()
    write_po(stream, catalog, width=100, ignore_obsolete=True)
    new = file.with_name(f".{file.name}.new")
    new.write_bytes(stream.getvalue())
    new.replace(file)
