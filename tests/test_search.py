"""Search in any language, in a real Chromium: letters that no key has, scripts without spaces, spelling first."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from codepair.beside.search.folding import LETTERS, hidden_words
from tests import support
from tests.served import results, served

pytestmark = pytest.mark.browser

DESCRIPTION = "The address of the request leads nowhere, as `Contact` would have told."
SAYS = {
    "vi": "Không định tuyến được yêu cầu đến đâu, như `Contact` đã nói.",
    "pl": "Żądanie prowadzi donikąd, zła ścieżka i błąd, jak mówi `Contact`.",
    "da": "Anmodningens adresse fører ingen steder, mødested ukendt, siger `Contact`.",
    "tr": "İsteğin adresi hiçbir yere çıkmıyor, kısıtlı ve ılık, diyor `Contact`.",
    "de": "Die Straße der Anfrage führt nirgendwohin, wie `Contact` sagt.",
    "is": "Vistfangið leiðir hvergi, þjónninn fæst ekki, segir `Contact`.",
    "fr": "L’adresse de la manœuvre ne mène nulle part, dit `Contact`.",
    "hr": "Adresa zahtjeva ne vodi nikamo, kaže međutim `Contact`.",
    "az": "Sorğunun ünvanı heç yerə aparmır, şəbəkədə deyir `Contact`.",
    "mt": "L-indirizz ma jwassal imkien, ħadd hemm, jgħid `Contact`.",
    "zh_Hant": "伺服器找不到要求的網頁，`Contact` 已說明。",
    "ja": "サーバーは要求されたリソースを見つけられません、`Contact` のとおり。",
    "th": "เซิร์ฟเวอร์ไม่สามารถหาหน้าที่ร้องขอได้ ตาม `Contact`.",
    "km": "ម៉ាស៊ីនមេរកមិនឃើញទំព័រដែលបានស្នើ `Contact`.",
    "lo": "ເຊີບເວີບໍ່ພົບຫນ້າທີ່ຮ້ອງຂໍ `Contact`.",
    "my": "ဆာဗာသည်တောင်းဆိုထားသောစာမျက်နှာကိုရှာမတွေ့ပါ `Contact`.",
}
VIETNAMESE = {
    "While another call is going on.": "Khi có cuộc gọi đang bàn dở.",
    "The toy cannot be found any more.": "Món đồ không còn, chỉ có bản.",
    "After every request that works.": "Sau mỗi lần bán được.",
}
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "{}"\nmsgstr "{}"\n'


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site in all of these languages."""
    files = {f"locales/{locale}/LC_MESSAGES/toy.po": PO.format(DESCRIPTION, text) for locale, text in SAYS.items()}
    for text, said in VIETNAMESE.items():
        files["locales/vi/LC_MESSAGES/toy.po"] += f'\nmsgid "{text}"\nmsgstr "{said}"\n'
    root = support.tiny(tmp_path_factory.mktemp("letters"), files=files)
    file = root / "mkdocs.yml"
    names = ", ".join(["en", *(f'"{name}"' for name in SAYS)])
    file.write_text(
        file.read_text(encoding="utf-8").replace("locales: [en, vi]", f"locales: [{names}]"), encoding="utf-8"
    )
    with served(support.built(root, root / "site")) as address:
        yield address


@pytest.mark.parametrize(
    ("locale", "queries"),
    [
        ("vi", ["dinh tuyen", "định tuyến", "DINH TUYEN", "đinh tuyen", "duoc", "được", "đâu", "dau", "dịnh"]),
        ("pl", ["zla sciezka", "zła ścieżka", "blad", "błąd", "BŁĄD"]),
        ("da", ["forer", "fører", "modested", "mødested"]),
        ("tr", ["kisitli", "kısıtlı", "ilik", "ılık", "istegin", "İsteğin"]),
        ("de", ["strasse", "Straße", "STRASSE", "fuhrt", "führt"]),
        ("is", ["thjonninn", "þjónninn", "faest", "fæst", "vistfangid"]),
        ("fr", ["manoeuvre", "manœuvre"]),
        ("hr", ["medutim", "međutim"]),
        ("az", ["sebekede", "şəbəkədə"]),
        ("mt", ["hadd", "ħadd"]),
        ("zh-Hant", ["網頁", "找不到", "伺服器", "要求", "說明"]),
        ("ja", ["サーバー", "リソース", "要求", "見つけ"]),
        ("th", ["หน้า", "เซิร์ฟเวอร์", "ไม่สามารถ", "ร้องขอ"]),
        ("km", ["ទំព័រ", "ស្នើ", "ម៉ាស៊ីនមេ", "រកមិនឃើញទំព័រ"]),
        ("lo", ["ຫນ້າ", "ຮ້ອງຂໍ", "ບໍ່ພົບ"]),
        ("my", ["စာမျက်နှာ", "ရှာ", "တောင်းဆိုထားသောစာမျက်နှာ"]),
    ],
)
def test_what_a_reader_types(browser: Browser, base: str, locale: str, queries: list[str]) -> None:
    """With the letters of the language or with those of any keyboard; a word inside a text without spaces."""
    page = browser.new_page()
    page.goto(f"{base}{locale.lower()}/toy/200/")
    for query in queries:
        found = results(page, query)
        assert any(address.endswith("/toy/404/") for address, _ in found), (query, found)
    page.close()


@pytest.mark.parametrize(("query", "first"), [("bàn", "486"), ("bản", "499"), ("bán", "200")])
def test_exact_spelling_comes_first(browser: Browser, base: str, query: str, first: str) -> None:
    """All that has the letters is found; what has the marks too stands at the top."""
    page = browser.new_page()
    page.goto(f"{base}vi/")
    found = [address.split("/")[-2] for address, _ in results(page, query)]
    assert found[0] == first
    assert set(found) >= {"200", "486", "499"}
    page.close()


def test_hidden_words_are_not_shown(browser: Browser, base: str) -> None:
    """A result shows its text as it is written, and marks in it what was typed otherwise."""
    page = browser.new_page()
    page.goto(f"{base}vi/")
    ((_, text), *_others) = [each for each in results(page, "dinh tuyen") if each[0].endswith("/404/")]
    assert "định tuyến" in text
    assert "dịnh" not in text
    assert page.locator(".cp-search mark").all_inner_texts()[:2] == ["định", "tuyến"]
    page.close()


def test_letters_are_the_same_in_index_and_query() -> None:
    """One table stands in Python, for the index, and in the script, for what is typed."""
    script = (support.ROOT / "generator/codepair/edge/theme/assets/codepair/site.js").read_text(encoding="utf-8")
    table = script.partition("var LETTERS = {")[2].partition("}")[0]
    assert dict(re.findall(r'"?([^\s",:]+)"?: "([a-z]*)"', table)) == LETTERS


def test_words_beside_the_text() -> None:
    """Only those that Pagefind would not find by itself."""
    assert hidden_words("A plain text, naïve café, Привет") == ""
    assert hidden_words("Łódź Łódź łódź") == "lódź"
    assert hidden_words("d\u0111 o\u0302") == "dd"
    assert hidden_words("ab 網") == ""
