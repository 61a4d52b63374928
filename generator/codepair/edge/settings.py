"""A configuration file in, the settings of its project out, without building anything."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from codepair.edge.config import CodepairConfig, settings_of
from codepair.site.project import Settings

NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")
"""What MkDocs and ProperDocs call a site's configuration."""


class SettingsError(Exception):
    """The configuration cannot be used; the message says why."""


def settings_file() -> Path:
    """Return the configuration in the working folder, or the name that it has in most places."""
    return next((Path(name) for name in NAMES if Path(name).is_file()), Path(NAMES[0]))


def read_settings(path: Path) -> Settings:
    """Return the settings of a project.

    Raises SettingsError if the file is missing, is not valid, or has no plugin of ours.
    """
    try:
        config = load_config(str(path))
    except MkDocsException as error:
        raise SettingsError(f"{path}: {error}") from None
    options = (plugin.config for plugin in config.plugins.values())
    chosen = next((each for each in options if isinstance(each, CodepairConfig)), None)
    if chosen is None:
        raise SettingsError(f"{path}: 'plugins' does not list 'codepair'. Add it.")
    try:
        return settings_of(chosen, config)
    except MkDocsException as error:
        raise SettingsError(str(error)) from None
