"""``codepair edition``: a project in; what it knows as packages of data out, one for Python and one for npm.

Both have the documents of ``/data/v1/`` with their schemas and types; the one for Python also what ``codepair
explain`` answers with where no project is. The same content gives the same bytes.
"""

from __future__ import annotations

import gzip
import io
import json
import sys
import tarfile
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from importlib import resources
from pathlib import Path

import codepair
from codepair.beside import api
from codepair.cli.compiled import EDITION, EDITION_FILE, compiled_answers
from codepair.cli.typed import python_types, typescript_types
from codepair.site.project import Project

NPM_NAME = EDITION.replace("_", "-")
"""What both packages are called where they are installed from."""

_SUMMARY = (
    "What an edition of codepair knows of protocol codes: facts with sources, texts, mapping tables, recognizers"
)
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""When all files were written: the first moment that a wheel can name."""


def write_edition(project: Project, folder: Path) -> int:
    """Write both packages into a folder, say where, and return the command's exit status."""
    version = codepair.__version__
    data = {path.removeprefix(f"{api.FOLDER}/"): content for path, content in _documents(project).items()}
    packages = {
        f"{EDITION}-{version}-py3-none-any.whl": _wheel(_python(project, data, version), version),
        f"{NPM_NAME}-{version}.tgz": _tarball(_npm(data, version)),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in packages.items():
            (folder / name).write_bytes(content)
            print(folder / name)
    except OSError as error:
        where = error.filename or folder
        print(f"'{where}' cannot be written: {error.strerror}. Name another folder.", file=sys.stderr)
        return 1
    return 0


def _documents(project: Project) -> dict[str, bytes]:
    return {path: make() for path, make in api.documents(project.library, project.translators, str)}


def _python(project: Project, data: Mapping[str, bytes], version: str) -> dict[str, bytes]:
    """Return the files of the package for Python, by their paths."""
    return {
        "__init__.py": _template("init.py.txt", version),
        "documents.py": python_types(_schemas(data)).encode(),
        "py.typed": b"",
        EDITION_FILE: api.to_json(compiled_answers(project)),
        **{f"data/{path}": content for path, content in data.items()},
    }


def _npm(data: Mapping[str, bytes], version: str) -> dict[str, bytes]:
    """Return the files of the package for npm, by their paths."""
    description = {
        "name": NPM_NAME,
        "version": version,
        "description": _SUMMARY,
        "license": "MIT",
        "type": "module",
        "types": "./index.d.ts",
        "exports": {".": {"types": "./index.d.ts", "default": "./index.js"}, "./data/*": "./data/*"},
        "sideEffects": False,
        "engines": {"node": ">=18"},
    }
    return {
        "package.json": json.dumps(description, indent=2).encode() + b"\n",
        "index.js": _template("index.js.txt", version),
        "index.d.ts": _template("index.d.ts.txt", version) + typescript_types(_schemas(data)).encode(),
        **{f"data/{path}": content for path, content in data.items()},
    }


def _schemas(data: Mapping[str, bytes]) -> list[Mapping[str, object]]:
    return [json.loads(content) for path, content in data.items() if path.endswith(".schema.json")]


def _template(name: str, version: str) -> bytes:
    text = resources.files("codepair.cli").joinpath("package", name).read_text(encoding="utf-8")
    return text.replace("@VERSION@", version).encode()


def _wheel(files: Mapping[str, bytes], version: str) -> bytes:
    """Return a wheel.

    Source: https://packaging.python.org/en/latest/specifications/binary-distribution-format/
    """
    about = f"{EDITION}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.4\nName: {NPM_NAME}\nVersion: {version}\nSummary: {_SUMMARY}\n"
    written = {f"{EDITION}/{path}": content for path, content in sorted(files.items())}
    written[f"{about}/METADATA"] = f"{metadata}License-Expression: MIT\nRequires-Python: >=3.11\n".encode()
    written[f"{about}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: codepair\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    record = [f"{path},sha256={_digest(content)},{len(content)}" for path, content in written.items()]
    written[f"{about}/RECORD"] = "\n".join([*record, f"{about}/RECORD,,", ""]).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in written.items():
            entry = zipfile.ZipInfo(path, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def _digest(content: bytes) -> str:
    return urlsafe_b64encode(sha256(content).digest()).rstrip(b"=").decode()


def _tarball(files: Mapping[str, bytes]) -> bytes:
    """Return an npm package: a compressed tar whose files are below ``package/``."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path, content in sorted(files.items()):
            entry = tarfile.TarInfo(f"package/{path}")
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(made.getvalue(), mtime=0)
