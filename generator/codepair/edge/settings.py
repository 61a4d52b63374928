"""A configuration file in, the settings of its project out, without building anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from codepair.edge.config import CodepairConfig, settings_of
from codepair.edge.others import check_others
from codepair.kit.problems import Problem
from codepair.site.project import Project, Settings

NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")
"""What MkDocs and ProperDocs call a site's configuration."""


class SettingsError(Exception):
    """The configuration cannot be used; the message says why."""


def settings_file(folder: Path = Path()) -> Path:
    """Return the configuration in a folder, the working one if left out, or the name that it has in most places."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), folder / NAMES[0])


@dataclass(frozen=True, slots=True)
class Configured:
    """What a configuration file says."""

    settings: Settings
    config: MkDocsConfig

    def problems_beside(self, project: Project) -> list[Problem]:
        """Return what is wrong with the files of the site that are no content, as a build would find it."""
        return list(check_others(self.config, project))


def read_configuration(path: Path) -> Configured:
    """Return what a project's configuration says.

    Raises SettingsError if the file is missing, is not valid, or has no plugin of ours.
    """
    try:
        config = load_config(str(path))
    except MkDocsException as error:
        raise SettingsError(f"{path}: {error}") from None
    options = (getattr(plugin, "config", None) for plugin in config.plugins.values())
    chosen = next((each for each in options if isinstance(each, CodepairConfig)), None)
    if chosen is None:
        raise SettingsError(f"{path}: 'plugins' does not list 'codepair'. Add it.")
    try:
        return Configured(settings_of(chosen, config), config)
    except MkDocsException as error:
        raise SettingsError(str(error)) from None
