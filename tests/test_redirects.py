"""Short addresses of codes in the file that hosts read: each leads to its one page, none hides what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from codepair.publishing.hosting import LIMITS, measure
from codepair.site import redirects as module
from codepair.site.project import Project
from codepair.site.redirects import LARGEST, MOST, short_addresses
from tests import support

RULE = re.compile(r"(/[A-Za-z0-9._~/-]+) (/[A-Za-z0-9._~/-]+/) (301|302)")


def rules_of(site: Path) -> dict[str, tuple[str, str]]:
    """Return target and status by source; every line that is no comment is a rule, and none is there twice."""
    text = (site / "_redirects").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    found = [RULE.fullmatch(line) for line in lines]
    assert all(found), [line for line, each in zip(lines, found, strict=True) if not each]
    rules = {each[1]: (each[2], each[3]) for each in found if each}
    assert len(rules) == len(lines)
    return rules


def test_short_addresses_lead_to_pages(site: Path) -> None:
    """Below the path that the site is served from, in each language; what may be two codes is no rule."""
    rules = rules_of(site)
    for prefix in ("/project/", "/project/vi/"):
        for short, target in {
            "486": "sip/486/",
            "NXDOMAIN": "dns/nxdomain/",
            "nxdomain": "dns/nxdomain/",
            "14": "grpc/unavailable/",
            "429": None,
            "404": None,
            "3": None,
            "16": None,
        }.items():
            assert rules.get(prefix + short) == ((prefix + target, "302") if target else None), short
        for short, target in {
            "grpc/14": "grpc/unavailable/",
            "grpc/NOT_FOUND": "grpc/not_found/",
            "grpc/not-found": "grpc/not_found/",
            "dns/3": "dns/nxdomain/",
            "dns/NXDOMAIN": "dns/nxdomain/",
            "dns/16": None,
            "sip/486-busy-here": "sip/486/",
            "http/404-not-found": "http/404/",
            "http/418-unused": "http/418/",
        }.items():
            assert rules.get(prefix + short) == ((prefix + target, "301") if target else None), short
    for source, (target, _) in rules.items():
        assert (site / target.removeprefix("/project/") / "index.html").is_file(), source


def test_no_rule_hides_what_is_there(site: Path) -> None:
    """Cloudflare obeys a rule even where there is a file or a folder, and does not tell '/vi' from it."""
    for source in rules_of(site):
        path = site / source.removeprefix("/project/")
        assert not path.exists(), source
        assert not path.with_name(f"{path.name}.html").exists(), source


def test_hosts_read_all_of_them(site: Path) -> None:
    """As many and as long as the strictest host reads; the build's table counts them."""
    file = site / "_redirects"
    assert file.stat().st_size <= LARGEST + 200
    assert measure(site).redirects == len(rules_of(site)) > 500
    assert min(limit.most for limit in LIMITS if limit.figure == "redirects") == MOST
    assert max(map(len, file.read_text(encoding="utf-8").splitlines())) < 1_000
    assert "more are left to it" not in file.read_text(encoding="utf-8")


def test_every_code_has_one(project: Project) -> None:
    """Every code's page has a short address, and no short address is that of a page."""
    plan = project.plan
    found = short_addresses(plan)
    pages = {page.path for page in plan.single if page.kind == "code"}
    assert all(plan.find(f"{short}/") is None for short in found)
    assert set(found.values()) == pages


OTHERS = {
    "content/499.md": "# A page of somebody else",
    "content/toy/486-busy-here.md": "# Another",
    "content/vi/toy/404-not-found/picture.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
}


def test_what_others_made_stays_where_it_is(tmp_path: Path) -> None:
    """Their pages, files and folders, and what another plugin writes, have no rule; all others have."""
    before = rules_of(support.built(support.tiny(tmp_path / "one"), tmp_path / "one" / "site"))
    hook = "from pathlib import Path\n\ndef on_post_build(config):\n    Path(config.site_dir, '200.html').touch()\n"
    root = support.tiny(tmp_path / "two", files=OTHERS | {"hook.py": hook})
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as more:
        more.write("\nhooks: [hook.py]\n")
    rules = rules_of(support.built(root, root / "site"))
    gone = {"/docs/499", "/docs/200", "/docs/toy/486-busy-here", "/docs/vi/toy/404-not-found"}
    assert before.keys() - rules.keys() == gone
    assert rules.items() <= before.items()


def test_names_of_the_site_are_no_codes(tmp_path: Path) -> None:
    """A code that is called like a language or a folder of the site keeps its own address alone."""
    entry = (support.TINY / "content/toy/499.yml").read_text(encoding="utf-8")
    files = {
        f"content/toy/{name.lower()}.yml": re.sub(r"(?m)\.$", f" ({name}).", entry).replace("499", name)
        for name in ("VI", "Toy", "Compare", "New")
    }
    root = support.tiny(tmp_path, files=files)
    rules = rules_of(support.built(root, root / "site"))
    below = {source.removeprefix("/docs/").removeprefix("vi/") for source in rules}
    bare = {short for short in below if "/" not in short}
    assert {"New", "new"} <= bare
    assert {short.casefold() for short in bare}.isdisjoint({"vi", "toy", "compare"})
    assert {"toy/VI", "toy/Toy", "toy/Compare"} <= below


@pytest.mark.parametrize(("most", "largest"), [(4, LARGEST), (MOST, 150)])
def test_more_than_hosts_read(most: int, largest: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole rules, the shortest addresses of the default locale first; a line says how many are left out."""
    root = support.tiny(tmp_path)
    every = rules_of(support.built(root, root / "site"))
    monkeypatch.setattr(module, "MOST", most)
    monkeypatch.setattr(module, "LARGEST", largest)
    site = support.built(root, root / "site")
    kept = rules_of(site)
    assert list(kept.items()) == list(every.items())[: len(kept)]
    assert 0 < len(kept) <= 4
    assert next(iter(kept)) == "/docs/200"
    text = (site / "_redirects").read_text(encoding="utf-8")
    left = f"# {len(every) - len(kept)} more are left to it: hosts read {most:,} rules and {largest:,} bytes."
    assert left in text
