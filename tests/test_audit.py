"""What the audit makes of the tools' answers; the tools themselves are run by ``make audit`` only."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import audit

ALLOWED = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
"""The hash of ``alert(1)``."""


def finding(tool: str = "nu", *, disproved: bool = False) -> audit.Finding:
    """Return some finding."""
    return audit.Finding(tool, "sip/422/", "warning", "3:9 <p>", "Something | wrong", disproved)


@pytest.mark.parametrize(
    ("policy", "script", "disproved"),
    [
        (ALLOWED, "<script>alert(1)</script>", True),
        (ALLOWED, "<script>alert(2)</script>", False),
        ("'self'", "<script>alert(1)</script>", False),
        ("'self'", '<script type="application/ld+json">{}</script>', True),
        ("'self'", '<script type="module">{}</script>', False),
    ],
)
def test_only_what_a_policy_does_not_block_is_disproved(policy: str, script: str, disproved: bool) -> None:
    """Data, and scripts whose hash the policy has; a script that is blocked stays a finding."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="script-src {policy}">'
    message = {
        "message": "Inline script violates Content Security Policy (meta tag): blocked",
        "lastLine": 2,
        "lastColumn": script.index(">") + 1,
    }
    assert audit.is_disproved(message, f"{meta}\n{script}\n") is disproved
    assert not audit.is_disproved({**message, "message": "Another warning"}, f"{meta}\n{script}\n")


def test_remarks_are_no_findings(tmp_path: Path) -> None:
    """The checker calls its warnings and its remarks both 'info'."""
    (tmp_path / "index.html").write_text("<p>", encoding="utf-8")
    place = {"url": "http://host/index.html", "lastLine": 1, "lastColumn": 3, "extract": "<p>"}
    messages = [
        {**place, "type": "info", "message": "remark"},
        {**place, "type": "info", "subType": "warning", "message": "warning"},
        {**place, "type": "error", "message": "error"},
    ]
    found = audit.nu_findings(messages, tmp_path, "http://host/")
    assert [item.text for item in found] == ["warning", "error"]


def test_limits() -> None:
    """Each limit is missed by its own figure alone; performance is a median."""
    measured = audit.Audit(visits=[audit.Visit("Home", "en", 7, audit.FIRST_VISIT)])
    perfect = {"accessibility": 100, "best-practices": 100, "seo": 100}
    measured.scores = [audit.Scores("Home", "en", [90, 99, 99], perfect, [])]
    assert [limit.name for limit in audit.limits(measured) if not limit.kept] == []
    measured.scores = [audit.Scores("Home", "en", [98, 98, 100], {**perfect, "seo": 99}, [])]
    measured.visits = [audit.Visit("Home", "en", 7, audit.FIRST_VISIT + 1)]
    measured.findings = [finding(tool) for tool in ("axe", "nu", "console")]
    kept = [limit.name for limit in audit.limits(measured) if limit.kept]
    assert kept == ["Lighthouse accessibility, lowest", "Lighthouse best-practices, lowest"]
    assert "Largest first visit" not in [limit.name for limit in audit.limits(audit.Audit()) if limit.kept]
    whole = audit.Audit()
    whole.add(audit.Audit(visits=measured.visits, scores=measured.scores, findings=measured.findings))
    assert audit.limits(whole) == audit.limits(measured)


def test_what_is_disproved_counts_unless_allowed() -> None:
    """It is listed either way."""
    for allowed, count in ((False, 2), (True, 1)):
        measured = audit.Audit(findings=[finding(), finding(disproved=True)], allow_disproved=allowed)
        assert measured.counted("nu") == count
        assert "warning, disproved" in "\n".join(audit.findings(measured))
