"""The files in ``deploy/`` do what they say: on a real nginx, in a git repository, with a stand-in for ``make``."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from codepair.publishing.mark import MARK
from tests import support

DEPLOY = support.ROOT / "deploy"
LONG = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"
PATIENCE = 20.0
"""Seconds until a server counts as not started; the machine may be busy."""

HASHED = re.compile(r"\.[0-9a-f]{8}\.min\.(js|css)$|_[0-9a-f]{7,}\.pf_(fragment|index|meta)$")
"""Names that have a hash of the content."""


# nginx


@dataclass(frozen=True)
class Nginx:
    """A program to run and the list of content types that comes with it."""

    program: Path
    types: Path


@dataclass(frozen=True)
class Place:
    """A site on the server."""

    port: int
    host: str
    base: str
    """Where it is below the host, with slashes."""
    files: Path

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        """Return the answer to a request for a path below the site, sent as it stands."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            sent = {"Host": self.host, **{name.replace("_", "-"): value for name, value in headers.items()}}
            connection.request(method, self.base + path, headers=sent)
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()


def find_nginx() -> Nginx | None:
    """Return the system's nginx, if there is one."""
    # The folders of programs for administrators are not on everybody's path.
    places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    program = shutil.which("nginx", path=places)
    if program is None:
        return None
    said = subprocess.run([program, "-V"], capture_output=True, text=True, check=False).stderr
    conf = re.search(r"--conf-path=(\S+)", said)
    types = Path(conf[1]).parent / "mime.types" if conf else Path("/etc/nginx/mime.types")
    return Nginx(Path(program), types) if types.is_file() else None


def unpack_nginx(folder: Path) -> Nginx | str:
    """Unpack the system's package into a folder, and return what is in it, or why that could not be.

    It is not installed: that would start a server on port 80 of whoever runs the tests.
    """
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return "nginx is not installed, and there is no apt-get to get it with"
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and not shutil.which("sudo"):
        sudo = []
    subprocess.run([*sudo, "apt-get", "update", "-qq"], capture_output=True, check=False)
    # The program is in nginx or, in older systems and Ubuntu, nginx-core; the types are in nginx-common.
    for package in ("nginx", "nginx-core", "nginx-common"):
        subprocess.run(["apt-get", "download", "-qq", package], cwd=folder, capture_output=True, check=False)
    for archive in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", archive, folder], capture_output=True, check=False)
    found = Nginx(folder / "usr/sbin/nginx", folder / "etc/nginx/mime.types")
    if not found.program.is_file() or not found.types.is_file():
        return "nginx is not installed, and apt-get could not download it"
    started = subprocess.run([found.program, "-v"], capture_output=True, text=True, check=False)
    if started.returncode != 0:
        return f"the nginx of the system's packages does not start: {started.stderr.strip()}"
    return found


@pytest.fixture(scope="session")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Nginx:
    """An nginx to run: the system's, or one from its packages."""
    found = find_nginx() or unpack_nginx(tmp_path_factory.mktemp("nginx"))
    if isinstance(found, str):
        pytest.skip(found)
    return found


@dataclass(frozen=True)
class Setting:
    """An nginx with our file and two sites, ready to start."""

    command: list[str]
    port: int
    sites: Mapping[str, Path]


@pytest.fixture(scope="session")
def setting(nginx: Nginx, tmp_path_factory: pytest.TempPathFactory) -> Setting:
    """A folder with the configuration, with folders, ports and addresses of the test in place of the example's."""
    prefix = tmp_path_factory.mktemp("server")
    sites = {}
    for name, url in (("codes", "http://codes.example.org/"), ("project", "http://www.example.org/project/")):
        root = support.tiny(prefix / f"{name}-source")
        sites[name] = support.built(root, prefix / "srv" / name, site_url=url)
        # What a build keeps in the site folder, and a folder without a page.
        (sites[name] / ".git").mkdir()
        (sites[name] / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
        (sites[name] / "empty").mkdir()
    (prefix / "srv" / "secret.txt").write_text("secret", encoding="utf-8")

    port = support.free_port()
    ours = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert ours.count("listen 80;") == 2
    ours = ours.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/", f"{prefix}/srv/")
    (prefix / "codepair.conf").write_text(ours, encoding="utf-8")
    temporary = "".join(
        f"    {name}_temp_path {prefix}/temp-{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # One process in the foreground: it reads with the rights of whoever runs the tests.
    (prefix / "nginx.conf").write_text(
        f"daemon off;\nmaster_process off;\npid {prefix}/nginx.pid;\nerror_log {prefix}/error.log;\n"
        "events {}\n"
        f"http {{\n    include {nginx.types};\n    access_log off;\n{temporary}"
        f"    include {prefix}/codepair.conf;\n}}\n",
        encoding="utf-8",
    )
    log = str(prefix / "error.log")
    command = [str(nginx.program), "-p", str(prefix), "-c", str(prefix / "nginx.conf"), "-e", log]
    return Setting(command, port, sites)


@pytest.fixture(scope="session")
def server(setting: Setting) -> Iterator[Setting]:
    """The server, running."""
    process = subprocess.Popen(setting.command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", setting.port), timeout=1).close()
                break
            except OSError:
                assert process.stderr is not None
                assert process.poll() is None, process.stderr.read()
                assert time.monotonic() < end, "nginx does not answer"
                time.sleep(0.05)
        yield setting
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture(params=["root", "subpath"])
def place(request: pytest.FixtureRequest, server: Setting) -> Place:
    """The site at the root of a host, and below a path of another."""
    if request.param == "root":
        return Place(server.port, "codes.example.org", "/", server.sites["codes"])
    return Place(server.port, "www.example.org", "/project/", server.sites["project"])


def site_files(folder: Path) -> list[str]:
    """Return the paths of a site's files."""
    # The mark of the build is for the next build: hosts need not show it.
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MARK)
    return [path.relative_to(folder).as_posix() for path in found]


def served_files(folder: Path) -> list[str]:
    """Return the paths of the files that readers may ask for."""
    hidden = ("404.html", "_headers", "_redirects")
    return [path for path in site_files(folder) if path not in hidden and not path.startswith(".git/")]


def test_nginx_accepts_the_file(setting: Setting) -> None:
    """``nginx -t`` finds no error and has no warning."""
    said = subprocess.run([*setting.command, "-t"], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert "[warn]" not in said.stderr


def test_nginx_serves_every_file(place: Place) -> None:
    """Every file is there as it was built, and every page at its folder's address."""
    files = served_files(place.files)
    assert "toy/404-vs-486/index.html" in files
    for path in files:
        expected = (place.files / path).read_bytes()
        addresses = [path, path.removesuffix("index.html")] if path.endswith("index.html") else [path]
        for address in addresses:
            answer, body = place.ask(address)
            assert (answer.status, body == expected) == (200, True), address


def test_nginx_says_what_files_are(place: Place) -> None:
    """Types and charset; with nosniff, a wrong type of a script or style sheet is a broken page."""
    expected = {
        "": "text/html; charset=utf-8",
        "vi/toy/404/": "text/html; charset=utf-8",
        "sitemap.xml": "text/xml; charset=utf-8",
        "assets/codepair/site.css": "text/css; charset=utf-8",
        "assets/codepair/words.vi.json": "application/json; charset=utf-8",
        "assets/codepair/icon.svg": "image/svg+xml; charset=utf-8",
    }
    for path, kind in expected.items():
        assert place.ask(path)[0].headers["Content-Type"] == kind, path
    script = place.ask("pagefind/pagefind.js")[0].headers["Content-Type"]
    assert script in ("text/javascript; charset=utf-8", "application/javascript; charset=utf-8")


def test_nginx_adds_the_slash(place: Place) -> None:
    """A page without its slash leads to the page, on the same host and with what came after."""
    answer, _ = place.ask("toy/404-vs-486?from=trace")
    assert (answer.status, answer.headers["Location"]) == (301, f"{place.base}toy/404-vs-486/?from=trace")
    answer, _ = place.ask("vi")
    assert (answer.status, answer.headers["Location"]) == (301, f"{place.base}vi/")
    if place.base != "/":
        top = Place(place.port, place.host, place.base.rstrip("/"), place.files)
        answer, _ = top.ask("")
        assert (answer.status, answer.headers["Location"]) == (301, place.base)


def test_nginx_never_leads_to_another_host(place: Place) -> None:
    """Slashes in front make no address of another host."""
    outside = Place(place.port, place.host, "/", place.files)
    for path in (
        "/evil.example/..",
        "/evil.example/../toy",
        "/evil.example/%2e%2e/toy",
        "%5Cevil.example/..%2ftoy",
    ):
        location = outside.ask(path)[0].headers["Location"]
        assert location is None or re.match(r"/[^/\\]", location), path


@pytest.mark.parametrize(
    "path",
    [
        "toy/nothing/",
        "toy/nothing",
        "nothing.js",
        "assets/javascripts/bundle.00000000.min.js",
        "toy/486-vs-404/",
        "404.html",
        "empty/",
        "assets/",
        ".git/HEAD",
        ".git/",
        "_headers",
        "_redirects",
        "toy/200/index.html/more",
    ],
)
def test_nginx_missing_page(place: Place, path: str) -> None:
    """What is missing, hidden or only a folder has status 404 and our error page, and is not kept for long."""
    answer, body = place.ask(path)
    assert answer.status == 404
    assert body == (place.files / "404.html").read_bytes()
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == SHORT
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nginx_error_page_finds_its_files(place: Place) -> None:
    """The error page stands anywhere, so its addresses hold from the host's root, path included."""
    page = support.parse((place.files / "404.html").read_bytes())
    sheets = support.values(page, "//link[@rel='stylesheet']/@href")
    assert sheets
    for address in sheets:
        assert address.startswith(place.base)
        assert place.ask(address.removeprefix(place.base))[0].status == 200


def test_nginx_stays_in_the_folder(place: Place) -> None:
    """No address leads out of the site's folder."""
    top = Place(place.port, place.host, place.base.rstrip("/"), place.files)
    for path in ("/../secret.txt", "../secret.txt", "/..%2fsecret.txt", "..%2fsecret.txt", "/%2e%2e/secret.txt"):
        if not (top.base + path).startswith("/"):
            continue
        answer, body = top.ask(path)
        assert answer.status in (400, 404), path
        assert body != b"secret"


def test_nginx_compresses(place: Place) -> None:
    """Text is compressed for who takes it, the error page too; what is compressed already is not."""
    for path in ("", "toy/404/", "assets/codepair/site.css", "pagefind/pagefind.js", "sitemap.xml", "missing/"):
        answer, body = place.ask(path, Accept_Encoding="gzip")
        assert answer.headers["Content-Encoding"] == "gzip", path
        assert "Accept-Encoding" in answer.headers["Vary"]
        plain = place.ask(path)[1]
        assert gzip.decompress(body) == plain
        assert len(body) < len(plain)
        assert place.ask(path)[0].headers["Content-Encoding"] is None
    packed = next(path for path in site_files(place.files) if path.endswith(".pf_index"))
    assert place.ask(packed, Accept_Encoding="gzip")[0].headers["Content-Encoding"] is None


def test_nginx_cache_headers(place: Place) -> None:
    """Names with a hash are kept for a year, everything else for minutes; a kept page is asked for by its tag."""
    files = served_files(place.files)
    kept = {path for path in files if place.ask(path, "HEAD")[0].headers["Cache-Control"] == LONG}
    assert kept == {path for path in files if HASHED.search(path)}
    assert {Path(path).suffix for path in kept} == {".js", ".pf_fragment", ".pf_index", ".pf_meta"}
    for path in ("", "toy/404/", "toy/404", "pagefind/pagefind-entry.json", "assets/codepair/site.js"):
        answer, _ = place.ask(path)
        assert answer.headers["Cache-Control"] == SHORT, path
    tag = place.ask("toy/404/")[0].headers["ETag"]
    assert place.ask("toy/404/", If_None_Match=tag)[0].status == 304


def test_nginx_security_headers(place: Place) -> None:
    """Every answer has them once, errors and redirects too."""
    for path in ("", "toy/404/", "toy/404", "missing/", "assets/codepair/site.css", ".git/HEAD"):
        answer, _ = place.ask(path)
        assert answer.headers.get_all("X-Content-Type-Options") == ["nosniff"], path
        assert answer.headers.get_all("Referrer-Policy") == ["strict-origin-when-cross-origin"], path
        policies = answer.headers.get_all("Content-Security-Policy")
        assert policies == ["frame-ancestors 'none'"], path
        assert answer.headers["Server"] == "nginx"


def test_nginx_lets_everybody_read_documents(place: Place) -> None:
    """Pages of any host read JSON, and nothing else: no page, no error, no redirect."""
    for path in served_files(place.files):
        allowed = place.ask(path, "HEAD")[0].headers.get_all("Access-Control-Allow-Origin")
        assert allowed == (["*"] if path.endswith((".json", ".md")) else None), path
    for path in ("", "toy/404/", "toy/404", "missing/", "missing.json", ".git/HEAD"):
        assert place.ask(path)[0].headers.get_all("Access-Control-Allow-Origin") is None, path


def test_nginx_only_reads(place: Place) -> None:
    """Other methods are refused."""
    assert place.ask("toy/404/", "POST")[0].status == 405
    assert place.ask("toy/404/", "PUT")[0].status == 405


# CloudFront


def run_function(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the function for CloudFront makes of events."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed: it runs the function for CloudFront")
    source = (DEPLOY / "cloudfront-index.js").read_text(encoding="utf-8")
    script = f"'use strict';{source}\nconsole.log(JSON.stringify({json.dumps(events)}.map(handler)));"
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    made: list[dict[str, Any]] = json.loads(done.stdout)
    return made


def event(uri: str, query: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a viewer request as CloudFront gives it to a function."""
    return {"version": "1.0", "request": {"method": "GET", "uri": uri, "querystring": query or {}, "headers": {}}}


def test_cloudfront_files_and_folders(tiny_site: Path) -> None:
    """Every file of a site is asked for by its name, every page by its folder."""
    files = served_files(tiny_site)
    made = run_function([event(f"/{path}") for path in files])
    assert [each["uri"] for each in made] == [f"/{path}" for path in files]
    pages = [path for path in files if path.endswith("index.html")]
    made = run_function([event(f"/{path.removesuffix('index.html')}") for path in pages])
    assert [each["uri"] for each in made] == [f"/{path}" for path in pages]


def test_cloudfront_redirects() -> None:
    """A page without its slash leads to the page, codes with dots too, with the query, never to another host."""
    repeated = {"value": "1", "multiValue": [{"value": "1"}, {"value": "2"}]}
    cases = {
        "/toy/404": (None, "/toy/404/"),
        "/smtp/4.7.1": (None, "/smtp/4.7.1/"),
        "/smtp/4.7.1-vs-5.1.1": (None, "/smtp/4.7.1-vs-5.1.1/"),
        "/project": ({"q": {"value": "486%20busy"}, "flag": {"value": ""}}, "/project/?q=486%20busy&flag"),
        "/vi": ({"a": repeated}, "/vi/?a=1&a=2"),
        "//evil.example": (None, "/evil.example/"),
        "/\\evil.example": (None, "/evil.example/"),
        "\\\\evil.example/x": (None, "/evil.example/x/"),
    }
    made = run_function([event(uri, query) for uri, (query, _) in cases.items()])
    assert [each["statusCode"] for each in made] == [301] * len(cases)
    assert [each["headers"]["location"]["value"] for each in made] == [to for _, to in cases.values()]


# Hosts that build


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with ``deploy/`` and a stand-in for ``make`` that writes the site's address for ``make site``."""
    shutil.copytree(DEPLOY, tmp_path / "deploy")
    program = tmp_path / "bin" / "make"
    program.parent.mkdir()
    program.write_text(
        '#!/bin/sh\n[ "$*" = site ] || exit 9\nmkdir -p site && printf %s "$SITE_URL" > site/index.html\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    return tmp_path


def shell(command: str, cwd: Path, **environment: str) -> None:
    """Run a host's command as the host does."""
    path = f"{cwd / 'bin'}{os.pathsep}{os.environ['PATH']}"
    inherited = {
        name: value for name, value in os.environ.items() if name not in ("SITE_URL", "URL", "CI_PAGES_URL")
    }
    done = subprocess.run(
        ["bash", "-e", "-c", command],
        cwd=cwd,
        env={**inherited, "PATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def read_yaml(name: str) -> dict[str, Any]:
    """Return a file of ``deploy/``; ``on`` is not a boolean here."""
    loaded: dict[str, Any] = yaml.load((DEPLOY / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return loaded


def test_github_workflow(checkout: Path) -> None:
    """It builds with the address of the Pages settings, uploads what was built, and may do no more than it must."""
    flow = read_yaml("github-pages.yml")
    assert set(flow["on"]) == {"push", "workflow_dispatch"}
    build, deploy = flow["jobs"]["build"], flow["jobs"]["deploy"]
    for step in build["steps"] + deploy["steps"]:
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"]), step
    configure = next(step for step in build["steps"] if step.get("uses", "").startswith("actions/configure-pages@"))
    make = next(step for step in build["steps"] if "run" in step)
    assert make["env"]["SITE_URL"] == f"${{{{ steps.{configure['id']}.outputs.base_url }}}}"
    assert build["steps"].index(configure) < build["steps"].index(make)
    shell(make["run"], checkout, SITE_URL="https://you.github.io/codes")
    upload = build["steps"][-1]
    assert upload["uses"].startswith("actions/upload-pages-artifact@")
    assert (checkout / upload["with"]["path"] / "index.html").read_text(encoding="utf-8").endswith("/codes")
    assert deploy["needs"] == "build"
    assert build["permissions"] == {"contents": "read", "pages": "read"}
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    assert deploy["environment"]["name"] == "github-pages"


def test_gitlab_job(checkout: Path) -> None:
    """The site ends in ``public``, with GitLab's address or the one that is set."""
    job = read_yaml("gitlab-pages.yml")["pages"]
    assert job["artifacts"]["paths"] == ["public"]
    script = "\n".join(job["script"])
    page = checkout / "public" / "index.html"
    shell(script, checkout, CI_PAGES_URL="https://you.gitlab.io/codes")
    assert page.read_text(encoding="utf-8") == "https://you.gitlab.io/codes"
    shell(script, checkout, CI_PAGES_URL="https://you.gitlab.io/codes", SITE_URL="https://codes.example.org/")
    assert page.read_text(encoding="utf-8") == "https://codes.example.org/"


def test_gitlab_compression(tmp_path: Path, tiny_site: Path) -> None:
    """The line that is commented out makes a compressed file beside every text."""
    source = (DEPLOY / "gitlab-pages.yml").read_text(encoding="utf-8")
    command = next(line for line in source.splitlines() if "gzip" in line and "find" in line).partition("# - ")[2]
    shutil.copytree(tiny_site, tmp_path / "public")
    shell(command, tmp_path)
    page = tmp_path / "public" / "toy" / "404" / "index.html"
    assert gzip.decompress(page.with_name("index.html.gz").read_bytes()) == page.read_bytes()
    kinds = (".html", ".css", ".js", ".json", ".svg", ".xml")
    packed = {path for path in site_files(tmp_path / "public") if path.endswith(".gz")}
    assert packed == {f"{path}.gz" for path in site_files(tiny_site) if path.endswith(kinds)}


def test_netlify_build(checkout: Path) -> None:
    """The site is built with Netlify's address or the one that is set."""
    options = tomllib.loads((DEPLOY / "netlify.toml").read_text(encoding="utf-8"))["build"]
    page = checkout / options["publish"] / "index.html"
    shell(options["command"], checkout, URL="https://codes.netlify.app")
    assert page.read_text(encoding="utf-8") == "https://codes.netlify.app"
    shell(options["command"], checkout, URL="https://codes.netlify.app", SITE_URL="https://codes.example.org/")
    assert page.read_text(encoding="utf-8") == "https://codes.example.org/"


def test_cloudflare_build(checkout: Path, tiny_site: Path) -> None:
    """The build command of the instructions adds the cache headers to the site's own file."""
    found = re.search(r"^\| build command \| `(.+)` \|$", (DEPLOY / "README.md").read_text(encoding="utf-8"), re.M)
    assert found
    site = checkout / "site"
    site.mkdir()
    shutil.copy(tiny_site / "_headers", site)
    shell(found[1], checkout, SITE_URL="https://codes.example.org/")
    lines = (site / "_headers").read_text(encoding="utf-8").splitlines()
    assert (tiny_site / "_headers").read_text(encoding="utf-8").splitlines() == lines[: lines.index("")]
    paths = [line for line in lines if line.startswith("/")]
    assert (paths[0], len(paths)) == ("/*", 7)
    # Cloudflare's limits: 100 rules, and 2,000 characters a line.
    assert max(map(len, lines)) <= 2000


def test_folders_that_are_kept_have_hashes_only(tiny_site: Path) -> None:
    """Netlify and Cloudflare keep whole folders for a year: every name in them must have a hash."""
    rules = tomllib.loads((DEPLOY / "netlify.toml").read_text(encoding="utf-8"))["headers"]
    netlify = {rule["for"] for rule in rules if rule["values"].get("Cache-Control") == LONG}
    text = (DEPLOY / "cloudflare-headers").read_text(encoding="utf-8")
    cloudflare = set(re.findall(rf"^(/\S+)\n  Cache-Control: {LONG}$", text, re.M))
    assert netlify == cloudflare
    for rule in netlify:
        files = [path for path in site_files(tiny_site) if f"/{path}".startswith(rule.removesuffix("*"))]
        # The theme's style sheets are there where pages of others ask for them.
        assert files or rule == "/assets/stylesheets/*", rule
        assert [path for path in files if not HASHED.search(path)] == []


def test_address_without_a_slash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hosts give addresses without a slash at the end; MkDocs adds it."""
    monkeypatch.setenv("SITE_URL", "https://you.github.io/codes")
    assert support.config(support.ROOT, tmp_path).site_url == "https://you.github.io/codes/"


def test_instructions_name_files_that_are_there() -> None:
    """Every file that the instructions name exists, and every file is named."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(DEPLOY.glob("*.md")))
    there = {path.name for path in DEPLOY.iterdir()}
    assert [name for name in there - {"README.md"} if f"`{name}`" not in text] == []
    assert set(re.findall(r"\bdeploy/([a-z-]+(?:\.[a-z]+)?)", text)) <= there


# gh-deploy


@pytest.fixture
def repository(tmp_path: Path) -> tuple[Path, Path]:
    """A project in a git repository, and the bare repository that it pushes to."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    bare = tmp_path / "remote.git"
    root = support.tiny(tmp_path / "project", files={".gitignore": "/site/\n/.site.*/\n"})
    git(tmp_path, "init", "--quiet", "--bare", str(bare))
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "remote", "add", "origin", str(bare))
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=Begin")
    git(root, "push", "--quiet", "origin", "main")
    return root, bare


def git_environment() -> dict[str, str]:
    """Return what makes git independent of whoever runs the tests."""
    return {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Tester",
        "GIT_AUTHOR_EMAIL": "tester@example.org",
        "GIT_COMMITTER_NAME": "Tester",
        "GIT_COMMITTER_EMAIL": "tester@example.org",
    }


def git(cwd: Path, *arguments: str) -> bytes:
    """Run git and return what it printed."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=cwd,
        capture_output=True,
        env={**os.environ, **git_environment()},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def deploy(root: Path, *options: str) -> None:
    """Run ``mkdocs gh-deploy`` as users do."""
    done = support.run("mkdocs", "gh-deploy", *options, cwd=root, **git_environment())
    assert done.returncode == 0, done.stderr


def deployed(bare: Path) -> set[str]:
    """Return the files in the branch that GitHub Pages shows."""
    return set(git(bare, "ls-tree", "-r", "-z", "--name-only", "gh-pages").decode().rstrip("\0").split("\0"))


def test_gh_deploy(repository: tuple[Path, Path]) -> None:
    """The branch holds the site as it was built, and what Jekyll would leave out; the project is as it was."""
    root, bare = repository
    deploy(root)
    assert deployed(bare) == {*site_files(root / "site"), ".nojekyll", MARK}
    for path in ("index.html", "404.html", "sitemap.xml", "vi/toy/404-vs-486/index.html"):
        assert git(bare, "show", f"gh-pages:{path}") == (root / "site" / path).read_bytes()
    assert git(root, "status", "--porcelain") == b""
    assert not (root / ".site.staging").exists()


def test_gh_deploy_again(repository: tuple[Path, Path]) -> None:
    """A second deployment replaces the first: pages that are gone are gone, and a domain stays if it is content."""
    root, bare = repository
    deploy(root)
    assert "toy/404-vs-486/index.html" in deployed(bare)
    (root / "content/toy/pairs/404-vs-486.yml").unlink()
    (root / "content/CNAME").write_text("codes.example.org\n", encoding="utf-8")
    options = root / "mkdocs.yml"
    options.write_text(
        options.read_text(encoding="utf-8").replace("locales: [en, vi]", "locales: [en, vi]\n      pairs: guided"),
        encoding="utf-8",
    )
    deploy(root)
    files = deployed(bare)
    assert not [path for path in files if "-vs-" in path and path.endswith("index.html")]
    assert "CNAME" in files
    assert git(bare, "rev-list", "--count", "gh-pages").strip() == b"2"
    deploy(root, "--no-history", "--force")
    assert deployed(bare) == files
    assert git(bare, "rev-list", "--count", "gh-pages").strip() == b"1"


def test_gh_deploy_with_problems(repository: tuple[Path, Path]) -> None:
    """Content with an error deploys nothing."""
    root, bare = repository
    entry = root / "content/toy/200.yml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("phrase:", "phrse:"), encoding="utf-8")
    done = support.run("mkdocs", "gh-deploy", cwd=root, **git_environment())
    assert done.returncode != 0
    assert "phrse" in done.stderr
    assert git(bare, "for-each-ref", "--format=%(refname)") == b"refs/heads/main\n"
