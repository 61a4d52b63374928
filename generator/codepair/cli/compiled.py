"""A project, or the installed edition, in; what answers in a terminal are made of out, compiled once.

To read the content takes a second, and a log does not wait that long. What is compiled is plain JSON in the user's
own folder for caches, one file a project, and is made again when any file of the project or of the generator has
changed. Nothing else reads or writes it. Modules that take long to load are loaded only then.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from importlib import resources
from pathlib import Path
from typing import Any

import codepair
from codepair.recognizing.recognizers import Recognizers, from_json

EDITION = "codepair_edition"
"""The package that has the content of an edition, where one is installed."""

EDITION_FILE = "answers.json"
"""The file in it, as ``compiled_answers`` makes it."""

_READ = (".yml", ".yaml", ".po", ".csv", ".tsv", ".py")
"""What answers are made of: content, catalogs, and the code that makes them."""


class NoContentError(Exception):
    """There is nothing to answer from; the message says why and what to do."""


@dataclass(frozen=True)
class Answers:
    """What answers are made of: plain data, as ``compiled_answers`` writes it."""

    data: Mapping[str, Any]

    @cached_property
    def recognizers(self) -> list[Recognizers]:
        """What finds codes in a text, in the order in which findings count."""
        return [from_json(each) for each in self.data["recognizers"]]

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages that there are, the default one first."""
        return tuple(self.data["locales"])

    def texts(self, locale: str) -> Mapping[str, Any]:
        """Return the texts of every protocol in a locale, as ``AnswersDocument`` has them, by protocol."""
        texts: Mapping[str, Any] = self.data["locales"][locale]["texts"]
        return texts

    def word(self, locale: str, source: str) -> str:
        """Return words around an answer in a locale."""
        word: str = self.data["locales"][locale]["words"].get(source, source)
        return word


def load_answers(config: Path | None) -> Answers:
    """Return the answers of the project with this configuration, else of the edition that is installed.

    Raises NoContentError if there is neither, or the project cannot be read.
    """
    if config is None:
        return Answers(_of_edition())
    kept = _cache(config)
    found = _kept(kept) if kept is not None else None
    if found is not None:
        return Answers(found["answers"])
    data, folders, is_sound = _compile(config)
    if kept is not None and is_sound:
        _keep(kept, {"folders": folders, "stamp": _stamp(folders), "answers": data})
    return Answers(data)


def compiled_answers(project: Any) -> dict[str, Any]:
    """Return what answers are made of, of a project that has been opened."""
    from codepair.beside import answers, api

    library, known = project.library, answers.recognitions(project.library)
    named = api.named("answers", str)
    locales: dict[str, Any] = {}
    for translator in sorted(project.translators, key=lambda each: bool(each.locale.path)):
        texts = {
            name: api.to_data(answers.answers_document(library, name, translator, **named))
            for name in (each.recognizers.id for each in known)
        }
        words = {word: translator.plain(word) for word in answers.WORDS}
        locales[translator.locale.tag] = {"words": words, "texts": texts}
    named = api.named("recognizers", str)
    recognizers = [api.to_data(answers.recognizers_document(each, **named)) for each in known]
    return {"version": api.VERSION, "recognizers": recognizers, "locales": locales}


def _of_edition() -> Mapping[str, Any]:
    try:
        text = resources.files(EDITION).joinpath(EDITION_FILE).read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        raise NoContentError(
            "There is no mkdocs.yml here, and no edition is installed. Go to a project, name its mkdocs.yml with "
            "'-f', or install an edition."
        ) from None
    data: Mapping[str, Any] = json.loads(text)
    return data


def _compile(config: Path) -> tuple[dict[str, Any], list[str], bool]:
    """Return the answers of a project, what they are made of, and whether it has no errors."""
    from codepair.edge.settings import SettingsError, read_configuration
    from codepair.kit.problems import errors
    from codepair.site.project import open_project

    try:
        settings = read_configuration(config).settings
    except SettingsError as error:
        raise NoContentError(str(error)) from None
    project, problems = open_project(settings)
    wrong = len(set(errors(problems)))
    if not project.library.recognition:
        why = f"It has {wrong} errors: 'codepair check' lists them." if wrong else "It has no 'recognizers.yml'."
        raise NoContentError(f"No text can be recognized with the content of '{config}'. {why}")
    if wrong:
        print(f"The content has {wrong} errors: 'codepair check' lists them.", file=sys.stderr)
    package = Path(codepair.__file__).parent
    folders = [str(path.resolve()) for path in (config, settings.content, settings.catalogs, package)]
    return compiled_answers(project), folders, not wrong


def _cache(config: Path) -> Path | None:
    """Return where the answers of a project are kept; None if the user has no folder for that."""
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        folder = Path(named) if named else Path.home() / ".cache"
        name = blake2b(str(config.resolve()).encode(), digest_size=12).hexdigest()
    except (OSError, RuntimeError):
        return None
    return folder / "codepair" / f"answers-{codepair.__version__}-{name}.json"


def _kept(file: Path) -> Mapping[str, Any] | None:
    """Return what was kept, if nothing has changed that it was made of."""
    try:
        found: Mapping[str, Any] = json.loads(file.read_bytes())
        return found if found["stamp"] == _stamp(found["folders"]) else None
    except (OSError, ValueError, KeyError, TypeError):  # no file, half of one, or somebody else's
        return None


def _keep(file: Path, data: Mapping[str, Any]) -> None:
    """Keep answers for the next time, if there is room and a right to."""
    new = file.with_name(f".{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        new.replace(file)


def _stamp(folders: Iterable[str]) -> str:
    """Return what tells whether a file below some folders has been written, added or removed."""
    digest = blake2b(digest_size=16)
    for folder in folders:
        for path, written, size in sorted(_files(folder)):
            digest.update(f"{path}\0{written}\0{size}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield each file that counts, when it was written, and its size; of a file, itself."""
    if os.path.isfile(folder):  # noqa: PTH113 - a path a call is what this costs
        found = os.stat(folder)  # noqa: PTH116
        yield folder, found.st_mtime_ns, found.st_size
        return
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            elif entry.name.endswith(_READ):
                found = entry.stat()
                yield entry.path, found.st_mtime_ns, found.st_size
