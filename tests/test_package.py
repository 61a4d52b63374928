"""What others install: what is in it, what it says of itself, and what it does where nothing else is."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from build import ProjectBuilder
from packaging.metadata import Metadata
from packaging.utils import canonicalize_name

import codepair
from codepair.cli.compiled import EDITION, EDITION_FILE, compiled_answers
from codepair.language import catalog
from tests import supply, support
from tests.test_start import PAGES

WORDS = "locales/*/LC_MESSAGES/ui.po"
BESIDE = (".gitignore", "CHANGELOG.md", "LICENSE", "PKG-INFO", "README.md", "pyproject.toml")
"""What the source distribution has beside the generator and its words."""
VERSION = codepair.__version__
INFO = f"codepair-{VERSION}.dist-info"


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command without the variables that lead Python to other modules, and return what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    variables = {**kept, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=variables, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@dataclass(frozen=True)
class Made:
    """What ``python -m build`` makes: a source distribution, and a wheel from that."""

    sdist: Path
    wheel: Path

    def sources(self) -> dict[str, bytes]:
        """Return the files of the source distribution, without the folder that they are in."""
        with tarfile.open(self.sdist) as archive:
            files = [member for member in archive if not member.isdir()]
            return {member.name.partition("/")[2]: _read(archive, member) for member in files}

    def files(self) -> dict[str, bytes]:
        """Return the files of the wheel."""
        return contents(self.wheel)


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    assert file is not None, member.name
    return file.read()


def contents(wheel: Path) -> dict[str, bytes]:
    """Return the files of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def build(root: Path, folder: Path, *options: str) -> Path:
    """Build a project's distributions into a folder, with what is installed here."""
    run(sys.executable, "-m", "build", "--no-isolation", *options, "--outdir", folder, root, cwd=folder.parent)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The distributions of the project as it is."""
    folder = build(support.ROOT, tmp_path_factory.mktemp("made") / "dist")
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return Made(sdist, wheel)


def kept() -> set[str]:
    """Return the files of the project that are in a commit or could be."""
    done = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=support.ROOT)
    return {name for name in done.split("\0") if (support.ROOT / name).is_file()}


def below(names: Iterable[str], pattern: str) -> set[str]:
    """Return the names that a pattern fits; a star stands for folders, too."""
    return {name for name in names if fnmatch(name, pattern)}


# What is in it


def test_the_sdist_has_what_the_wheel_is_made_from(made: Made) -> None:
    """The generator, the words of the site in every language, and what says what it is; nothing else."""
    there = made.sources()
    names = kept()
    assert there.keys() == below(names, "generator/*") | below(names, WORDS) | set(BESIDE)
    for name in there.keys() - {"PKG-INFO"}:
        assert there[name] == (support.ROOT / name).read_bytes(), name
    assert made.sdist.name == f"codepair-{VERSION}.tar.gz"


def test_the_wheel_has_the_package_and_its_words(made: Made) -> None:
    """The package, every file of it, and the words of the site in every language; no test, no content, no cache."""
    there = made.files()
    names = kept()
    package = {name.removeprefix("generator/"): name for name in below(names, "generator/*")}
    words = {name.replace("locales", "codepair/language/words", 1): name for name in below(names, WORDS)}
    assert {"codepair/py.typed", "codepair/language/ui.pot"} <= package.keys()
    assert "codepair/language/words/vi/LC_MESSAGES/ui.po" in words
    info = {name for name in there if name.startswith(f"{INFO}/")}
    assert there.keys() - info == package.keys() | words.keys()
    assert {name.partition("/")[2] for name in info} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
        "licenses/generator/codepair/beside/cards/fonts/OFL.txt",
    }
    for name, source in (package | words).items():
        assert there[name] == (support.ROOT / source).read_bytes(), name


def test_the_same_wheel_from_a_checkout(made: Made, tmp_path: Path) -> None:
    """A wheel from the source distribution and one from a checkout have the same bytes."""
    (wheel,) = build(support.ROOT, tmp_path / "dist", "--wheel").iterdir()
    assert wheel.name == made.wheel.name
    assert wheel.read_bytes() == made.wheel.read_bytes()


def test_a_new_language_travels(made: Made, tmp_path: Path) -> None:
    """A catalog that is there is in the wheel, without being listed anywhere."""
    with tarfile.open(made.sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (root,) = tmp_path.iterdir()
    shutil.copytree(root / "locales/vi", root / "locales/zh_Hant")
    (root / "locales/zh_Hant/LC_MESSAGES/sip.po").write_text("", encoding="utf-8")
    (wheel,) = build(root, tmp_path / "dist", "--wheel").iterdir()
    added = contents(wheel).keys() - made.files().keys()
    assert added == {"codepair/language/words/zh_Hant/LC_MESSAGES/ui.po"}


def test_an_editable_installation_finds_its_words(made: Made, tmp_path: Path) -> None:
    """It has a path to the checkout, where the words are."""
    wheel = Path(ProjectBuilder(support.ROOT).build("editable", tmp_path))
    there = contents(wheel)
    outside = {name: text for name, text in there.items() if not name.startswith(f"{INFO}/")}
    assert {text.decode().strip() for text in outside.values()} == {str(support.ROOT / "generator")}
    assert there[f"{INFO}/METADATA"] == made.files()[f"{INFO}/METADATA"]
    # The tests themselves run with one.
    assert support.ROOT / "locales" == catalog.WORDS
    assert catalog.TEMPLATE.is_file()


# What it says of itself


def test_the_metadata(made: Made) -> None:
    """They are valid, and what they say of licences, versions, addresses and Pythons is so."""
    files = made.files()
    told = Metadata.from_email(files[f"{INFO}/METADATA"], validate=True)
    assert made.sources()["PKG-INFO"] == files[f"{INFO}/METADATA"]
    assert (told.name, str(told.version)) == ("codepair", VERSION)
    assert told.license_expression == "MIT AND OFL-1.1"
    for name in told.license_files or []:
        assert files[f"{INFO}/licenses/{name}"] == (support.ROOT / name).read_bytes()
    assert len(told.license_files or []) == 2
    assert told.description_content_type == "text/markdown"
    assert told.description == (support.ROOT / "README.md").read_text(encoding="utf-8")
    settings = (support.ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert told.project_urls
    assert all(f'"{address}"' in settings for address in told.project_urls.values())
    flow = yaml.safe_load((support.ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    tested = flow["jobs"]["test"]["strategy"]["matrix"]["python"]
    classified = re.findall(r"Python :: (3\.\d+)", "\n".join(told.classifiers or []))
    assert classified == tested
    assert told.requires_python is not None
    assert all(told.requires_python.contains(version) for version in tested)
    systems = [name for name in told.classifiers or [] if name.startswith("Operating System")]
    assert systems == ["Operating System :: POSIX :: Linux"]
    assert {job["runs-on"] for job in flow["jobs"].values()} == {"ubuntu-latest"}


def test_entry_points_are_there(made: Made) -> None:
    """Each names something that can be imported, and all of ``pyproject.toml`` are in the wheel."""
    project = tomllib.loads((support.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {("console_scripts", *item) for item in project["scripts"].items()}
    for group, points in project["entry-points"].items():
        declared |= {(group, *item) for item in points.items()}
    told = metadata.PathDistribution(zipfile.Path(made.wheel, f"{INFO}/")).entry_points
    assert {(point.group, point.name, point.value) for point in told} == declared
    for point in told:
        assert callable(point.load()), point


def test_version() -> None:
    """The command says which version it is."""
    done = support.run("codepair", "--version", cwd=support.ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"codepair {VERSION}\n", "")


# What it does where nothing else is


@dataclass(frozen=True)
class Installed:
    """An environment outside the project in which its wheel is installed."""

    folder: Path
    python: Path

    @property
    def codepair(self) -> Path:
        """The program."""
        return self.python.with_name("codepair")


@pytest.fixture(scope="module")
def installed(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in an environment of its own, with what it declares and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    there = Installed(folder / "venv", folder / "venv" / "bin" / "python")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", there.python)
    run(sys.executable, "-m", "venv", "--without-pip", there.folder, cwd=folder)
    # With the lock as constraints pip chooses what is installed from the wheel's metadata alone, and which files of
    # it by the lock's hashes; it asks for a hash of the wheel, too.
    wanted = folder / "requirements.txt"
    digest = hashlib.sha256(made.wheel.read_bytes()).hexdigest()
    wanted.write_text(f"codepair @ {made.wheel.as_uri()} --hash=sha256:{digest}\n", encoding="utf-8")
    run(*pip, "install", "-q", "-r", wanted, "-c", support.ROOT / supply.RUN, cwd=folder)
    run(*pip, "check", cwd=folder)
    return there


@pytest.mark.registry
def test_the_wheel_needs_what_it_declares(installed: Installed, tmp_path: Path) -> None:
    """Nothing of the tests is in the environment of the wheel, what is there has the locked versions; it builds."""
    listing = "import importlib.metadata as m; print(*{d.name + '==' + d.version for d in m.distributions()})"
    there = {
        str(canonicalize_name(name)): version
        for name, _, version in (
            one.partition("==") for one in run(installed.python, "-c", listing, cwd=tmp_path).split()
        )
    }
    assert there.pop("codepair") == VERSION
    locked = {(pin.name, pin.version) for pin in supply.read_pins(supply.RUN)}
    assert there.items() <= locked
    assert {"mkdocs", "mkdocs-material", "pagefind-bin"} <= there.keys()
    assert not {"pytest", "lxml", "hatchling", "pip"} & there.keys()

    root = support.tiny(tmp_path / "tiny")
    assert ": 0 errors" in run(installed.codepair, "check", cwd=root)
    run(installed.python, "-m", "mkdocs", "build", cwd=root)
    assert (root / "site" / "index.html").is_file()
    assert (root / "site" / "pagefind" / "pagefind.js").is_file()


@pytest.fixture(scope="module")
def uvx(made: Made, tmp_path_factory: pytest.TempPathFactory) -> tuple[str | Path, ...]:
    """How uv runs the wheel: with the locked versions of what it declares, from files that pip has got, offline."""
    folder = tmp_path_factory.mktemp("uvx")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    lock = support.ROOT / supply.RUN
    run(*pip, "download", "-q", "--require-hashes", "-r", lock, "-d", folder / "wheels", cwd=folder)
    # uv is no part of any environment here: it is a tool of who runs the wheel, as it comes.
    run(sys.executable, "-m", "venv", "--without-pip", folder / "uv", cwd=folder)
    run(*pip, "--python", folder / "uv/bin/python", "install", "-q", "--no-deps", "uv", cwd=folder)
    program = folder / "uv/bin/uvx"
    quiet = ("--quiet", "--offline", "--no-index", "--no-config", "--cache-dir", folder / "cache")
    return (program, *quiet, "--find-links", folder / "wheels", "--python", sys.executable, "--from", made.wheel)


@pytest.mark.registry
def test_uvx_in_an_empty_folder(uvx: tuple[str | Path, ...], tmp_path: Path) -> None:
    """Without a project and an edition it says in one sentence what to do, with status 2, and writes nothing."""
    assert run(*uvx, "codepair", "--version", cwd=tmp_path) == f"codepair {VERSION}\n"
    done = subprocess.run(
        [*uvx, "codepair", "explain", "sip", "486"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There is no mkdocs.yml here, and no edition is installed. Go to a project, ")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.registry
def test_uvx_with_an_edition(uvx: tuple[str | Path, ...], tmp_path: Path) -> None:
    """With the wheel of an edition beside it, it answers in any folder and language, what is asked or piped."""
    source = tmp_path / "source"
    package = source / EDITION
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / EDITION_FILE).write_text(
        json.dumps(compiled_answers(support.opened(support.ROOT))), encoding="utf-8"
    )
    (source / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "codepair-edition"\nversion = "1"\n',
        encoding="utf-8",
    )
    (edition,) = build(source, tmp_path / "dist", "--wheel").glob("*.whl")
    command = [*uvx, "--with", edition, "codepair", "explain"]
    (tmp_path / "empty").mkdir()

    def said(*words: str, text: str = "") -> str:
        done = subprocess.run(
            [*command, *words], cwd=tmp_path / "empty", input=text, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    assert said("sip", "486").startswith("SIP 486 Busy Here")
    assert "NXDOMAIN" in said("dns", "3", "--locale", "vi")
    assert json.loads(said("--json", text="SIP/2.0 486 Busy Here"))[0]["address"] == "sip/486"


@pytest.mark.registry
def test_from_the_wheel(installed: Installed, tmp_path: Path) -> None:
    """Whoever has the wheel and nothing of this repository gets the whole site, in two languages."""
    modules = "import codepair.edge.plugin, codepair.cli.start as s; print(codepair.__file__, s.__file__, s.FILES)"
    for path in run(installed.python, "-c", modules, cwd=tmp_path).split():
        assert Path(path).is_relative_to(installed.folder), path
    search = run(installed.python, "-c", "import sys; print(*sys.path, sep='\\n')", cwd=tmp_path)
    assert str(support.ROOT) not in search.splitlines()

    assert run(installed.codepair, "--version", cwd=tmp_path) == f"codepair {VERSION}\n"
    run(installed.codepair, "new", cwd=tmp_path)
    options = tmp_path / "mkdocs.yml"
    written = options.read_text(encoding="utf-8")
    assert written.count("locales: [en]") == 1
    options.write_text(written.replace("locales: [en]", "locales: [en, vi]"), encoding="utf-8")
    run(installed.codepair, "locale", "vi", cwd=tmp_path)
    assert run(installed.codepair, "check", cwd=tmp_path).endswith(" 2 locales: 0 errors\n")
    said = run(installed.python, "-m", "mkdocs", "build", "--strict", cwd=tmp_path)
    assert "WARNING" not in said

    site = tmp_path / "site"
    for prefix, tag in (("", "en"), ("vi/", "vi")):
        for address in PAGES:
            page = support.parse((site / prefix / address / "index.html").read_bytes())
            assert page.get("lang") == tag
            article = support.text_of(support.find(page, "//article")[0])
            # The site's own words are in the wheel; the start's texts are not translated, and the page says so.
            falls_back = "chưa được dịch và đang hiện bằng ngôn ngữ khác" in article
            assert falls_back == (tag == "vi"), (prefix, address)
    said_in_english = support.parse((site / "vi/brew/e21/index.html").read_bytes())
    passages = [support.text_of(one) for one in support.find(said_in_english, "//article//*[@lang='en']")]
    assert any(passage.startswith("The machine has checked the order") for passage in passages)
    assert "Coffee Machine Codes" in (site / "404.html").read_text(encoding="utf-8")
    index = json.loads((site / "pagefind/pagefind-entry.json").read_text(encoding="utf-8"))
    assert {name: language["page_count"] for name, language in index["languages"].items()} == {"en": 4, "vi": 4}
    for asset in ("site.css", "site.js", "icon.svg", "words.vi.json"):
        assert (site / "assets/codepair" / asset).is_file(), asset
