"""MkDocs' settings of a repository in, what makes links into it out, and a warning where there can be none."""

from __future__ import annotations

import logging
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from codepair.kit.files import display
from codepair.site.project import Settings
from codepair.site.repository import Repository

log = logging.getLogger("mkdocs.plugins.codepair")

_GUESSED = frozenset({"edit/master/docs/", "src/default/docs/"})
"""What MkDocs takes for ``edit_uri`` if there is none: a branch and a folder that hardly any repository has."""


def repository_of(config: MkDocsConfig, settings: Settings) -> Repository | None:
    """Return the repository of a site; None if it names none."""
    url = (config.repo_url or "").rstrip("/")
    template = config.edit_uri_template
    edit_uri = None if config.edit_uri in _GUESSED else config.edit_uri
    if not url and not edit_uri and template is None:
        return None
    made = Repository(
        url,
        # Where 'edit_uri' begins; the entries may be elsewhere.
        display(Path(config.docs_dir), settings.root),
        edit_uri,
        None if template is None else lambda path, bare: str(template.format(path, bare)),
    )
    address = made.file(f"{made.content}/a.yml", 1)
    if address is not None and urlsplit(address).scheme not in ("http", "https"):
        name = "edit_uri" if template is None else "edit_uri_template"
        file = Path(config.config_file_path or "mkdocs.yml").name
        remedy = "Write the whole, or set 'repo_url'."
        raise PluginError(f"{file}: '{name}' makes no address that begins with https:// or http://. {remedy}")
    return made


def say_unknown(repository: Repository | None) -> None:
    """Warn if no page can lead to its text, although the site names a repository."""
    if repository is not None and not repository.is_known:
        log.warning(
            "'repo_url': nobody knows how '%s' writes the addresses of files, so no page leads to its text. Set "
            "'edit_uri' to what stands between that address and the path of a file below 'docs_dir', such as "
            "'src/branch/main/content/', or to '' for no links.",
            urlsplit(repository.url).hostname,
        )
