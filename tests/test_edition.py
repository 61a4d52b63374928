"""``codepair edition``: what the content knows as packages of data, installed and used as other programs would."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import jsonschema
import pytest

import codepair
from tests import support

VERSION = codepair.__version__
WHEEL, TARBALL = f"codepair_edition-{VERSION}-py3-none-any.whl", f"codepair-edition-{VERSION}.tgz"

PROGRAM = """
import codepair_edition as edition
from codepair_edition.documents import FactsDocument

facts: FactsDocument = edition.facts("sip")
busy = edition.read_code("sip/486")
assert edition.__version__ == "{version}"
assert edition.locales() == ["en", "vi"]
assert edition.protocols() == ["sip", "http", "dns", "grpc"], edition.protocols()
assert busy.title == facts["codes"]["sip/486"]["code"] + " Busy Here"
sent_by = busy.facts["sent_by"][0]
assert (sent_by.ids, sent_by.basis, sent_by.is_inherited) == (["endpoint"], "specification", False)
assert sent_by.sources[0].label == "RFC 3261 §21.4.24"
assert sent_by.sources[0].title == "486 Busy Here"
assert sent_by.sources[0].url == "https://www.rfc-editor.org/rfc/rfc3261#section-21.4.24"
assert busy.facts["finality"][0].is_inherited
assert edition.mapped("UNAVAILABLE", "grpc-to-http") == ["503"]
assert edition.mapped("nothing", "grpc-to-http") is None
assert edition.answers("sip", "vi")["codes"]["sip/486"]["title"] == "486 Busy Here"
assert edition.texts("sip", "vi")["codes"]["sip/486"][0]["description"]
assert edition.recognizers("others")["covered"] is False
assert edition.schema("facts")["title"] == "FactsDocument"
for wrong in (
    lambda: edition.facts("xmpp"),
    lambda: edition.texts("others", "en"),
    lambda: edition.texts("sip", "de"),
    lambda: edition.read_code("sip/1"),
    lambda: edition.mapped("1", "none"),
):
    try:
        wrong()
    except KeyError:
        continue
    raise AssertionError("no KeyError")
print("used")
"""

SCRIPT = """
import * as edition from "codepair-edition";
const facts = edition.facts("sip").codes["sip/486"].meanings[0].facts;
console.log(JSON.stringify({
  version: edition.version, protocols: edition.protocols(), locales: edition.locales(), sent_by: facts.sent_by[0],
  says: edition.answers("sip", "vi").codes["sip/486"].says, tables: Object.keys(edition.between().mappings),
  description: edition.texts("grpc", "en").codes["grpc/ok"][0].description,
  recognizers: edition.recognizers("others").covered, schema: edition.schema("facts").title,
  thrown: [() => edition.facts("xmpp"), () => edition.texts("others", "en")].map((wrong) => {
    try { wrong(); return null; } catch (error) { return error.constructor.name; }
  }),
}));
"""


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of the project's own edition."""
    folder = tmp_path_factory.mktemp("edition") / "dist"
    done = support.run("codepair", "edition", str(folder), cwd=support.ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [str(folder / WHEEL), str(folder / TARBALL)]
    return folder


@pytest.fixture(scope="module")
def installed(dist: Path) -> Path:
    """The folder of the installed packages of an environment that has this one alone."""
    place = dist.parent / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    python = place / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "-q", "--no-index", "--no-deps", str(dist / WHEEL)]
    subprocess.run(pip, check=True)
    subprocess.run([str(python), "-m", "pip", "check"], check=True)
    return next(place.glob("lib/python*/site-packages"))


def test_the_same_content_gives_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    """Whenever and wherever it is made."""
    assert support.run("codepair", "edition", str(tmp_path), cwd=support.ROOT, TZ="Asia/Tokyo").returncode == 0
    for name in (WHEEL, TARBALL):
        assert (dist / name).read_bytes() == (tmp_path / name).read_bytes()


def test_a_program_uses_it(installed: Path) -> None:
    """With no package beside it, and mypy in its strictest mode finds nothing in what it is and how it is used."""
    python = installed.parent.parent.parent / "bin" / "python"
    program = installed.parent.parent.parent / "program.py"
    program.write_text(PROGRAM.replace("{version}", VERSION), encoding="utf-8")
    done = subprocess.run([str(python), "-I", str(program)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("used\n", "")
    mypy = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "--python-executable",
        str(python),
        str(program),
    ]
    checked = subprocess.run(mypy, capture_output=True, text=True, check=False, cwd=program.parent)
    assert checked.returncode == 0, checked.stdout
    wrong = program.with_name("wrong.py")
    wrong.write_text('import codepair_edition\nprint(codepair_edition.facts("sip")["codez"])\n', encoding="utf-8")
    checked = subprocess.run(
        [*mypy[:-1], str(wrong)], capture_output=True, text=True, check=False, cwd=program.parent
    )
    assert 'TypedDict "FactsDocument" has no key "codez"' in checked.stdout


def test_explain_without_a_project(installed: Path, tmp_path: Path) -> None:
    """It answers from the edition that is installed, in every language that it has, and reads a text."""
    path = os.pathsep.join((str(support.ROOT / "generator"), str(installed)))
    environment = {"PYTHONPATH": path, "COLUMNS": "100", "LANG": "C.UTF-8", "LC_ALL": ""}
    here = support.run("codepair", "explain", "sip", "486", "--locale", "vi", cwd=support.ROOT, **environment)
    there = support.run("codepair", "explain", "sip", "486", "--locale", "vi", cwd=tmp_path, **environment)
    assert (there.returncode, there.stdout) == (0, here.stdout)
    assert "486 Busy Here" in there.stdout
    found = support.run("codepair", "explain", "--json", "SIP/2.0 603 Decline", cwd=tmp_path, **environment)
    assert [each["address"] for each in json.loads(found.stdout)] == ["sip/603"]


def test_node_uses_it(dist: Path, tmp_path: Path) -> None:
    """As a module; where there is no Node.js its files are held to their schemas."""
    place = tmp_path / "node_modules" / "codepair-edition"
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress((dist / TARBALL).read_bytes()))) as archive:
        assert all(each.name.startswith("package/") for each in archive.getmembers())
        archive.extractall(tmp_path / "unpacked", filter="data")
    shutil.move(str(tmp_path / "unpacked" / "package"), str(place))
    for file in sorted(place.glob("data/**/*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        if not file.name.endswith(".schema.json"):
            schema = json.loads((place / "data" / Path(document["$schema"]).name).read_text(encoding="utf-8"))
            jsonschema.validate(document, schema)
    types = (place / "index.d.ts").read_text(encoding="utf-8")
    assert '  "facts"?: Record<string, Array<ValuePart>>;' in types
    node = shutil.which("node")
    if node is None:
        return
    (tmp_path / "program.mjs").write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run([node, "program.mjs"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    said = json.loads(done.stdout)
    assert said["version"] == VERSION
    assert said["protocols"] == ["sip", "http", "dns", "grpc"]
    assert said["sent_by"]["ids"] == ["endpoint"]
    assert said["thrown"] == ["RangeError", "RangeError"]
    assert "grpc-to-http" in said["tables"]
    assert (said["recognizers"], said["schema"]) == (False, "FactsDocument")


def test_the_wheel_lists_its_files(dist: Path) -> None:
    """With sizes and hashes, so that an installer can tell a broken one; it carries its types."""
    with zipfile.ZipFile(dist / WHEEL) as archive:
        names = archive.namelist()
        record = archive.read(f"codepair_edition-{VERSION}.dist-info/RECORD").decode().splitlines()
        assert [line.partition(",")[0] for line in record] == names
        for line in record[:-1]:
            assert int(line.rpartition(",")[2]) == archive.getinfo(line.partition(",")[0]).file_size
    assert "codepair_edition/py.typed" in names


def test_nothing_is_made_of_content_with_errors(tmp_path: Path) -> None:
    """The errors are told with their places; nor is anything written where nothing can be."""
    root = support.tiny(tmp_path / "site", files={"content/toy/404.yml": "code: 404\n"})
    done = support.run("codepair", "edition", cwd=root)
    assert done.returncode == 1
    assert "content/toy/404.yml:1:" in done.stderr
    assert "no package was made of it" in done.stderr
    assert not (root / "dist").exists()
    good = support.tiny(tmp_path / "good")
    (good / "dist").write_text("", encoding="utf-8")
    done = support.run("codepair", "edition", cwd=good)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
