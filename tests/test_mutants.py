"""The tool that changes code: which changes it makes, and that it tells those that tests see from others."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests import support
from tests.mutants.__main__ import LEFT_OUT, PACKAGE, SOURCES
from tests.mutants.draw import Mutant, candidates, draw, module_name, modules
from tests.mutants.measure import Measured
from tests.mutants.operators import OPERATORS
from tests.mutants.report import Result, accepted
from tests.mutants.trial import Trial, chosen

CHANGES = {
    ("comparison", "x = a == b"): ["x = a != b"],
    ("comparison", "x = a < b <= c"): ["x = a <= b <= c", "x = a < b < c"],
    ("comparison", "x = a in b"): ["x = a not in b"],
    ("comparison", "x = a is not None"): ["x = a is None"],
    ("logic", "x = a and b < c"): ["x = a or b < c", "x = not a and b < c"],
    ("logic", "x = not a"): ["x = a"],
    ("condition", "if a:\n    b()"): ["if True:\n    b()", "if False:\n    b()"],
    ("condition", "while a:\n    b()"): ["while False:\n    b()"],
    ("condition", "x = [a for a in b if a]"): ["x = [a for a in b if True]", "x = [a for a in b if False]"],
    ("constant", "x = 1"): ["x = 2"],
    ("constant", "x = 'a'"): ["x = 'XXaXX'"],
    ("constant", "x = ''"): ["x = 'XX'"],
    ("constant", "x = b'a'"): ["x = b'XXaXX'"],
    ("constant", "x = f'a{b:>3}'"): ["x = f'XXaXX{b:>3}'"],
    ("constant", "x = True"): ["x = False"],
    ("constant", "x = None"): ["x = 'XX'"],
    ("constant", "x = a is None"): [],
    ("constant", "def f(a=1, *, b=2):\n    return a"): [
        "def f(a=2, *, b=2):\n    return a",
        "def f(a=1, *, b=3):\n    return a",
    ],
    ("arithmetic", "x = a + b"): ["x = a - b"],
    ("arithmetic", "x = -a"): ["x = a"],
    ("arithmetic", "x += a"): ["x -= a", "x = a"],
    ("statement", "a.b()"): ["pass"],
    ("statement", "a.b = c"): ["pass"],
    ("statement", "a[b] = c"): ["pass"],
    ("statement", "a += b"): ["pass"],
    ("statement", "raise a"): ["pass"],
    ("statement", "a = b"): [],
    ("result", "def f():\n    return a"): ["def f():\n    return None"],
    ("result", "def f():\n    return a == b"): ["def f():\n    return False"],
    ("result", "def f():\n    return [a]"): ["def f():\n    return []"],
    ("result", "def f():\n    return ''.join(a)"): ["def f():\n    return ''"],
    ("result", "def f():\n    return None"): [],
    ("arguments", "x = f(a, b, c)"): ["x = f(b, a, c)"],
    ("arguments", "x = f(a, a)"): [],
    ("arguments", "x = f(*a, b)"): [],
    ("arguments", "x = f(a, b=c, d=e)"): ["x = f(a, d=e)", "x = f(a, b=c)"],
    ("arguments", "x = open(a, encoding='utf-8')"): [],
    ("function", "x = min(a)"): ["x = max(a)"],
    ("function", "x = any(a)"): ["x = all(a)"],
    ("function", "x = sorted(a, key=b)"): ["x = list(a)", "x = sorted(a, key=b, reverse=True)"],
    ("bounds", "x = a[b:c]"): ["x = a[:c]", "x = a[b:]"],
    ("loop", "for a in b:\n    break"): ["for a in b:\n    continue"],
    ("loop", "for a in b:\n    continue"): ["for a in b:\n    break"],
    ("element", "x = [a, b]"): ["x = [b]", "x = [a]"],
    ("element", "x = {a}"): ["x = set()"],
    ("element", "x = {a: b, **c}"): ["x = {**c}", "x = {a: b}"],
    ("element", "x = a in (b, c)"): ["x = a in (c,)", "x = a in (b,)"],
    ("element", "a, b = (c, d)"): [],
    ("element", "def f():\n    return (a, b)"): [],
    ("branches", "x = a if b else c"): ["x = c if b else a"],
    ("decorator", "@property\ndef f():\n    a()"): ["def f():\n    a()"],
    ("decorator", "@lru_cache(maxsize=1)\ndef f():\n    a()"): [],
}


def changes(source: str, operator: str | None = None) -> list[str]:
    """Return the sources that an operator, or any of them, makes of one."""
    found = candidates(source)
    return [ast.unparse(tree) for tree, _, name, _ in found if operator in (None, name)]


@pytest.mark.parametrize(("operator", "source"), CHANGES)
def test_operators(operator: str, source: str) -> None:
    """Each makes exactly these changes, one at a time."""
    assert changes(source, operator) == CHANGES[operator, source]


def test_every_operator_is_tested() -> None:
    """None is forgotten."""
    assert {operator.__name__ for operator in OPERATORS} == {operator for operator, _ in CHANGES}


@pytest.mark.parametrize(
    "source",
    [
        '"""Says what it is."""\nimport a\nfrom b import c',
        "a: int = field\n'''Says what it is.'''",
        "def f(a: Literal['x'], b: int | None) -> dict[str, 'y']:\n    '''Says what it does.'''",
        "if TYPE_CHECKING:\n    import a\n    b = 1",
        "Name = Mapping[str, 'x']",
        "Name: TypeAlias = 'x | y'",
        "T = TypeVar('T')",
        "P = A | B",
        "__all__ = ['a', 'b']",
        "assert isinstance(a, b) and c == 1",
        "log.info('read %s', a + 1)",
        "x = cast('a', b)",
        "@dataclass(frozen=True)\nclass A(B):\n    a: int",
        "@lru_cache(maxsize=1)\ndef f():\n    global a",
    ],
)
def test_what_is_left_alone(source: str) -> None:
    """No test could see a change of it; a dataclass may lose what makes it one."""
    assert [made for made in changes(source) if "class A" not in made] == []


def test_changes_are_undone() -> None:
    """Whoever goes through all changes sees one at a time."""
    source = (support.ROOT / "tests" / "mutants" / "draw.py").read_text(encoding="utf-8")
    plain = ast.unparse(ast.parse(source))
    found = changes(source)
    assert len(found) > 50
    assert plain not in found
    assert all(len(set(made.splitlines()) - set(plain.splitlines())) <= 2 for made in found)


# -- a made-up package, with tests that see some changes


TOY = '''\
"""A made-up package."""

SIZES = {"small": 1, "large": 9}


def is_large(size):
    return size > 5


def countdown(number):
    while number > 0:
        number -= 1
    return number


def greeting(name):
    return f"Hello {name}"


def untested(name):
    return name * 2
'''
TESTS = """\
import subprocess
import sys

import pytest

from toy import sizes


@pytest.fixture(scope="session")
def ended():
    return sizes.countdown(3)


def test_size():
    assert sizes.is_large(9) and not sizes.is_large(1)


def test_countdown(ended):
    assert ended == 0


def test_greeting():
    done = subprocess.run([sys.executable, "-c", "from toy.sizes import greeting; print(greeting('you'))"],
        capture_output=True, text=True)
    assert done.stdout == "Hello you\\n"
"""


PROJECT = """\
[tool.pytest.ini_options]
testpaths = ["checks"]
pythonpath = ["."]
"""


def toy(root: Path) -> Path:
    """Write the made-up package and its tests, and return the module's path."""
    files = {"toy/__init__.py": "", "toy/sizes.py": TOY, "checks/test_sizes.py": TESTS, "pyproject.toml": PROJECT}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root / "toy" / "sizes.py"


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Try all mutants of the made-up package."""
    always = ["--package", "toy", "--tests", "checks", "--seed", "1", "--slack", "2", "--workers", "2"]
    return support.run("tests.mutants", *always, *arguments, cwd=root, PYTHONPATH=str(support.ROOT))


def test_the_same_seed_draws_the_same(tmp_path: Path) -> None:
    """And another one others; they are in the order of the text, and each is another module than the source."""
    module = toy(tmp_path)
    drawn = draw([module], 10, "a")
    assert drawn == draw([module], 10, "a")
    assert drawn != draw([module], 10, "b")
    every = draw([module], 1_000, "a")
    assert set(drawn) < set(every)
    assert len({mutant.data for mutant in every}) == len(every)
    assert [mutant.line for mutant in every] == sorted(mutant.line for mutant in every)
    assert {mutant.module for mutant in every} == {"toy.sizes"}


def test_a_whole_run(tmp_path: Path) -> None:
    """What a test sees is killed, here or in a process that it starts; what none sees is shown with its place."""
    module = toy(tmp_path)
    report = tmp_path / "mutants.md"
    done = run(tmp_path, "--count", "1000", "--least", "50", "--report", str(report))
    assert done.stderr == ""
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert "toy/sizes.py:7:19: constant: 5 -> 6 (Run by checks/test_sizes.py::test_size.)" in lines
    assert "toy/sizes.py:21:5: result: return name * 2 -> return None (No test runs this line.)" in lines
    survivors = [line for line in lines if line.startswith("toy/")]
    assert not [line for line in survivors if "return size > 5 -> return False" in line or "Hello" in line]
    # Nothing reads what the import makes; every test of the module had a chance to.
    assert [line for line in survivors if ":3:" in line and "Run by" in line]
    found = re.fullmatch(
        r"(\d+) mutants, (\d+) killed \(\d+\.\d %\), (\d+) survived, (\d+) timed out, in \d+ s", lines[-1]
    )
    assert found is not None
    count, killed, survived, timed_out = map(int, found.groups())
    assert (count, survived) == (killed + survived, len(survivors))
    assert 0 < timed_out < killed
    assert f"**{lines[-1].partition(', in')[0]}.**" in report.read_text(encoding="utf-8")
    assert module.read_text(encoding="utf-8") == TOY
    made = {".mutants", "mutants.md"}
    assert {path.name for path in tmp_path.iterdir()} - made == {"checks", "pyproject.toml", "toy"}


def test_too_many_survive(tmp_path: Path) -> None:
    """The status says so; and what was measured is not measured again."""
    toy(tmp_path)
    done = run(tmp_path, "--count", "4", "--only", "toy/sizes.py", "--least", "100")
    assert done.returncode == 1
    assert "Measuring" in done.stdout
    assert "Measuring" not in run(tmp_path, "--count", "1").stdout


def test_tests_that_fail_as_they_are(tmp_path: Path) -> None:
    """They say nothing about mutants."""
    module = toy(tmp_path)
    module.write_text(TOY.replace("> 5", "> 50"), encoding="utf-8")
    done = run(tmp_path)
    assert done.returncode == 2
    assert "With nothing changed, the tests fail" in done.stderr
    assert "test_size" in done.stderr


# -- which tests a mutant is for, and what is said of it


FILE = Path("/toy/sizes.py")


def mutant(*, is_inside: bool, line: int = 7) -> Mutant:
    """Return a mutant of some line."""
    return Mutant(FILE, "toy.sizes", line, 5, "x = 1", "constant: 1 -> 2", range(line, line + 1), is_inside, b"")


def test_who_could_see_it() -> None:
    """Those that execute the line, the quickest first, then the rest of their files; of an import, all users."""
    costs = {"a.py::slow": 9.0, "a.py::quick": 1.0, "a.py::other": 0.5, "b.py::user": 2.0, "whole.py::all": 3.0}
    lines = {"7": ["a.py::slow", "a.py::quick"], "8": ["b.py::user"], "1": [""]}
    measured = Measured(costs, {str(FILE): lines})
    whole = ["whole.py"]
    assert chosen(mutant(is_inside=True), measured, whole) == (["a.py::quick", "a.py::slow"], ["a.py::other"])
    assert chosen(mutant(is_inside=True, line=9), measured, whole) == ([], [])
    assert chosen(mutant(is_inside=False, line=9), measured, whole) == ([], [])
    for is_inside in (True, False):
        tests, others = chosen(mutant(is_inside=is_inside, line=1), measured, whole)
        assert tests == ["a.py::quick", "b.py::user", "a.py::slow"]
        assert others == ["whole.py::all"]


def test_accepted_survivors_count(tmp_path: Path) -> None:
    """They are survivors like others, and shown with why."""
    (tmp_path / "accepted.toml").write_text(
        '[[accepted]]\nmodule = "toy.sizes"\nline = "x = 1"\nchange = "constant: 1 -> 2"\nreason = "Why not."\n',
        encoding="utf-8",
    )
    made = mutant(is_inside=True)
    trials = [(made, Trial("survived", ("a.py::quick",))), (made, Trial("killed", ("a.py::quick",)))]
    result = Result(Path("/"), accepted(tmp_path / "accepted.toml"), trials)
    assert result.share == 50
    assert result.line(*trials[0]).endswith("(Run by a.py::quick.) Accepted: Why not.")
    page = result.markdown("1")
    assert "## Accepted survivors" in page and "## Survivors" not in page
    assert "| `toy/sizes.py` | 2 | 1 |" in page


def test_what_is_left_out_is_there() -> None:
    """A test that has another name now would be run again."""
    for name in LEFT_OUT:
        file, _, test = name.rpartition("/")[2].partition("::")
        text = (support.ROOT / "tests" / file).read_text(encoding="utf-8")
        assert f"def {test}" in text, name


def test_what_is_accepted_is_there() -> None:
    """Whoever changes the line thinks again."""
    sources = {module_name(file): file for path in SOURCES for file in modules([support.ROOT / PACKAGE / path])}
    for module, line, _ in accepted(support.ROOT / "tests" / "mutants" / "accepted.toml"):
        lines = sources[module].read_text(encoding="utf-8").splitlines()
        assert line in [each.strip() for each in lines], f"{module}: {line}"
