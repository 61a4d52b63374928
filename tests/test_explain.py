"""``codepair explain``: codes and texts in a terminal, as programs and people call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from codepair.cli.compiled import compiled_answers
from tests import support


def explained(
    *words: str, text: str | bytes | None = None, cwd: Path = support.ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command with a text on standard input, and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "codepair", "explain", *words],
        cwd=cwd,
        input=text.encode() if isinstance(text, str) else text or b"",
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": "1", "LANG": "C.UTF-8", "LC_ALL": "", "COLUMNS": "100", **environment},
        check=False,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what is compiled in a folder of these tests."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "explain-cache"))


def listed(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """Return the findings that were printed as JSON."""
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("words", "addresses"),
    [
        (("sip", "486"), ["sip/486"]),
        (("SIP", "486", "603"), ["sip/486", "sip/603"]),
        (("sip/486",), ["sip/486"]),
        (("sip", "Busy", "Here"), ["sip/486"]),
        (("grpc", "14"), ["grpc/unavailable"]),
        (("gRPC", "DeadlineExceeded"), ["grpc/deadline_exceeded"]),
        (("NXDOMAIN",), ["dns/nxdomain"]),
        (("dns", "16"), ["dns/badsig", "dns/badvers"]),
        (("486",), ["sip/486"]),
    ],
)
def test_codes_that_are_named(words: tuple[str, ...], addresses: list[str]) -> None:
    """By code, number, phrase or address, of a protocol or of any; a number of two codes is both."""
    done = explained(*words, "--json")
    assert done.returncode == 0
    found = listed(done)
    assert [each["address"] for each in found] == addresses
    joined = " ".join(words)
    assert all(joined[each["start"] : each["end"]] == each["value"] for each in found)


def test_a_code_in_the_readers_language() -> None:
    """What it says and what to do now; the language is asked for, or that of the environment, else the default."""
    english = explained("sip", "486")
    assert english.returncode == 0
    assert english.stdout.startswith("SIP 486 Busy Here (Request failure)\n")
    assert "What to do now\n  Call again later" in english.stdout
    vietnamese = explained("sip", "486", "--locale", "vi").stdout
    assert "Cần làm gì bây giờ" in vietnamese
    assert explained("sip", "486", LANG="vi_VN.UTF-8").stdout == vietnamese
    assert explained("sip", "486", LANG="fr_FR.UTF-8").stdout == english.stdout


def test_two_codes_are_compared() -> None:
    """What an editor wrote about them follows what each says."""
    done = explained("sip", "603", "486")
    assert done.returncode == 0
    assert done.stdout.index("SIP 603") < done.stdout.index("SIP 486") < done.stdout.index("What sets them apart")


TRACE = (
    "SIP/2.0 183 Session Progress\nReason: Q.850;cause=17\n\n"
    "SIP/2.0 486 Busy Here\nRetry-After: 180\nCSeq: 101 INVITE\n"
)


@pytest.mark.parametrize("words", [(), ("-",)])
def test_a_text_from_standard_input(words: tuple[str, ...]) -> None:
    """What decides first; then where everything stands."""
    done = explained(*words, text=TRACE)
    assert done.returncode == 0
    assert done.stdout.startswith("SIP 486 Busy Here")
    assert "* 4:1    Status line  SIP/2.0 486 Busy Here  [sip/486]" in done.stdout
    assert "  2:9    Q.850 cause  Q.850;cause=17  [-]" in done.stdout
    assert "180" not in done.stdout.partition("In your text")[2]


def test_a_list_of_findings() -> None:
    """In the order of the text, with places in it that count characters."""
    text = f"📞 {TRACE}"
    done = explained("--json", text=text)
    found = listed(done)
    assert [(each["address"], each["field"]) for each in found] == [
        ("sip/183", "status"),
        (None, "cause"),
        ("sip/486", "status"),
    ]
    assert [text[each["start"] : each["end"]] for each in found][0::2] == [
        "SIP/2.0 183 Session Progress",
        "SIP/2.0 486 Busy Here",
    ]
    assert [each["decides"] for each in found] == [False, False, True]


def test_a_line_in_quotes() -> None:
    """What is no code is a text."""
    done = explained("rpc error: code = Unavailable desc = x", "--json")
    assert [each["address"] for each in listed(done)] == ["grpc/unavailable"]


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("backup of 480 files", 1, "No code was found in this text."),
        ("", 1, "No code was found in this text."),
        ("421 4.7.0 Try again later", 1, "This looks like SMTP, which is not covered here."),
        ("getaddrinfo EAI_AGAIN example.com", 0, "It may be DNS SERVFAIL"),
        ("hanging up, cause: NORMAL_CLEARING", 1, "Cause 16 reports that the call ended"),
        ("SIP/2.0 699 Whatever", 1, "Status line 699: no code that is known here goes with it."),
    ],
)
def test_not_known_is_an_answer(text: str, status: int, said: str) -> None:
    """Nothing found, another protocol, one of several codes, a value that leads nowhere."""
    done = explained(text=text)
    assert done.returncode == status
    assert said in done.stdout


def test_hostile_text_moves_no_cursor() -> None:
    """Controls, half characters and bytes of nobody's encoding come back as blanks, or not at all."""
    done = explained(text=b"\x1b[2J\xffSIP/2.0 486 Busy\x07 Here\x1b[31m \xe2\x80\xae", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "\x07" not in done.stdout


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_a_text_in_another_encoding(encoding: str) -> None:
    """What begins with its own mark is read by it, and the mark is no character: PowerShell writes UTF-16."""
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    done = explained("--json", text=f"{mark}SIP/2.0 486 Đang bận\r\n".encode(encoding))
    assert [(each["address"], each["start"]) for each in listed(done)] == [("sip/486", 0)]


def test_a_long_text_is_read_in_part() -> None:
    """A megabyte is read, and that it was so much is said."""
    done = explained("--json", text="x" * 1_000_000 + " SIP/2.0 486 Busy Here")
    assert (done.returncode, listed(done)) == (1, [])
    assert "Only the first 1,000,000 bytes were read." in done.stderr


def test_wrong_use(tmp_path: Path) -> None:
    """A locale that there is not, no content anywhere, a configuration that is none."""
    unknown = explained("sip", "486", "--locale", "xx")
    assert (unknown.returncode, unknown.stderr) == (2, "There is no locale 'xx'; there are en, vi.\n")
    nowhere = explained("sip", "486", cwd=tmp_path)
    assert nowhere.returncode == 2
    assert "no edition is installed" in nowhere.stderr
    (tmp_path / "mkdocs.yml").write_text("site_name: Other\nplugins: []\n", encoding="utf-8")
    assert explained("sip", "486", cwd=tmp_path).returncode == 2
    bare = support.tiny(tmp_path / "bare")
    without = explained("486", cwd=bare)
    assert without.returncode == 2
    assert "It has no 'recognizers.yml'." in without.stderr


RECOGNIZERS = """
fields: [{id: line, label: First line}]
recognizers:
  - id: line
    field: line
    pattern: 'TOY (\\d{3})'
    group: 1
    printed_by: [{name: Toy Box, url: "https://toys.example/box"}]
    found: [{text: "TOY 486", codes: ["486"]}]
"""


def test_a_change_is_seen(tmp_path: Path) -> None:
    """What was compiled counts as long as no file of the project has changed; what is damaged does not count."""
    root = support.tiny(tmp_path / "site", files={"content/toy/recognizers.yml": RECOGNIZERS})
    cache = tmp_path / "cache"
    assert explained(text="TOY 486", cwd=root, XDG_CACHE_HOME=str(cache)).returncode == 0
    (kept,) = (cache / "codepair").iterdir()
    before = kept.stat().st_mtime_ns
    assert explained(text="TOY 486", cwd=root, XDG_CACHE_HOME=str(cache)).returncode == 0
    assert kept.stat().st_mtime_ns == before
    entry = root / "content" / "toy" / "486.yml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("Try again later", "Play alone"), encoding="utf-8")
    assert "Play alone" in explained(text="TOY 486", cwd=root, XDG_CACHE_HOME=str(cache)).stdout
    kept.write_text("{", encoding="utf-8")
    assert "Play alone" in explained(text="TOY 486", cwd=root, XDG_CACHE_HOME=str(cache)).stdout
    entry.write_text("code: 486\n", encoding="utf-8")
    done = explained(text="TOY 404", cwd=root, XDG_CACHE_HOME=str(cache))
    assert (done.returncode, done.stdout.partition("\n")[0]) == (0, "TOY 404 Not Found (Bad)")
    assert "'codepair check' lists them." in done.stderr


def test_the_installed_edition_answers_elsewhere(tmp_path: Path) -> None:
    """Where there is no project, an edition that is installed answers, with the same words."""
    package = tmp_path / "lib" / "codepair_edition"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    data = compiled_answers(support.opened(support.ROOT))
    (package / "answers.json").write_text(json.dumps(data), encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = explained("sip", "486", cwd=elsewhere, PYTHONPATH=str(tmp_path / "lib"))
    assert done.returncode == 0
    assert done.stdout == explained("sip", "486").stdout


def test_it_answers_before_mkdocs_would_be_loaded() -> None:
    """What takes long is not loaded when the content has been compiled: the first line comes within 0.3 seconds."""
    explained("sip", "486")
    code = (
        "import sys, time; from codepair.cli.commands import main; main(['explain', 'sip', '486']); "
        "used = time.process_time(); "
        "slow = {'mkdocs', 'pydantic', 'yaml', 'babel', 'jinja2', 'PIL'} & set(sys.modules); "
        "print(f'{used} {sorted(slow)}', file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=support.ROOT, capture_output=True, text=True, check=True, env=os.environ
    )
    used, _, slow = done.stderr.partition(" ")
    assert slow.strip() == "[]"
    assert float(used) < 0.3


def test_a_reader_that_has_read_enough() -> None:
    """``codepair explain ... | head`` ends without a word, with the status of what was found."""
    with subprocess.Popen(
        [sys.executable, "-m", "codepair", "explain", "sip", "486"],
        cwd=support.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_codes_of_two_protocols_are_compared() -> None:
    """What an editor wrote, whichever comes first; beside codes of progress the two grave ones are compared."""
    both = "HTTP/1.1 503 Service Unavailable\ngrpc-status: 14\n"
    for text in (both, "".join(reversed(both.splitlines(keepends=True))), f"HTTP/1.1 100 Continue\n{both}"):
        done = explained(text=text)
        assert done.returncode == 0
        assert "What sets them apart" in done.stdout, text
    assert explained("http/503", "grpc/14").stdout.count("What sets them apart") == 1
    apart = explained("--locale", "vi", text=both).stdout
    assert "\nĐiểm khác nhau\n" in apart
    three = explained(text="SIP/2.0 404 Not Found\nSIP/2.0 486 Busy Here\nSIP/2.0 603 Decline\n")
    assert "What sets them apart" not in three.stdout
    found = listed(explained("--json", text=both))
    assert [each["address"] for each in found] == ["http/503", "grpc/unavailable"]
    assert [each["decides"] for each in found] == [False, True]


def test_what_decides_is_listed_however_late_it_stands() -> None:
    """Of a long text the first findings are listed, and the one that decides."""
    done = explained(text="SIP/2.0 180 Ringing\n" * 30 + "SIP/2.0 486 Busy Here\n" + "SIP/2.0 180 Ringing\n" * 5)
    assert done.stdout.startswith("SIP 486 Busy Here")
    assert "* 31:1    Status line  SIP/2.0 486 Busy Here  [sip/486]" in done.stdout
    assert done.stdout.rstrip().endswith("... 15")
