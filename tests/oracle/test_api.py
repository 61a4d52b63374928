"""The JSON documents say what content and catalogs say."""

from __future__ import annotations

from tests.oracle.edition import Edition, alone_faults, check, document_faults


def test_documents(edition: Edition) -> None:
    """Every field of every document of facts, texts and answers, and of the index."""
    check(document_faults(edition))


def test_documents_beside_pages(edition: Edition) -> None:
    """Every field of the document of every code and comparison with guidance, in every language."""
    check(alone_faults(edition))
    pages = {path.as_posix() for path in edition.site.glob("**/*.json")}
    own = {(edition.site / path).as_posix() for path in edition.alone}
    below = {
        (edition.site / prefix / name).as_posix()
        for prefix in ("", "vi")
        for name in (*edition.protocols, "compare")
    }
    assert own == {page for page in pages if any(page.startswith(f"{folder}/") for folder in below)}


def test_documents_are_those_of_the_content(edition: Edition) -> None:
    """Each protocol has its documents, in each locale where they are texts, and nothing else has."""
    folder = edition.site / "data/v1"
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    beside = {f"recognizers/{name}.json" for name in (*edition.protocols, "others")}
    beside |= {f"answers/{catalogs.language.tag}/others.json" for catalogs in edition.catalogs.values()}
    kinds = ("index", "facts", "between", "texts", "between-texts", "answers", "recognizers", "code", "pair")
    assert found == set(edition.documents) | beside | {f"{kind}.schema.json" for kind in kinds}
