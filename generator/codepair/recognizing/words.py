"""A text of anybody in, what its words of other scripts say out: that an error is meant, the web, a call, a name.

A recognizer sees ASCII and one sign for everything else (``alphabet.py``); ``Ошибка 502 при открытии сайта``
would be a number among signs. A word below is read as its kind's sign, once for each of its letters, and a
recognizer asks for kinds (``\\e``), not for words. ``recognize.js`` has the same words; a test holds that.
"""

from __future__ import annotations

import re

ERROR, ONLINE, CALL, NAME, COUNTED = "\x16", "\x17", "\x18", "\x19", "\x15"
UNKNOWN, LATER, UNRESOLVED = "\x14", "\x13", "\x12"

KINDS = {
    "e": ERROR,
    "o": ONLINE,
    "c": CALL,
    "a": NAME,
    "k": COUNTED,
    "m": UNKNOWN,
    "y": LATER,
    "q": UNRESOLVED,
}
"""By the letter that stands for it in an expression: an error, its code or an answer; pages, sites, requests;
calls and telephones; names of hosts; what is counted, behind a number; what resolvers say: that a name is
unknown, that it may be known later, that no address was found."""

WORDS = {
    # glibc, Windows, apt and wget; the whole before its words.
    UNKNOWN: (
        "未知的名称或服务 名稱或服務未知 名前またはサービスが不明 이름_혹은_서비스를_알_수_없"
        " неизвестное_имя_или_служба невідома_назва_чи_сервіс το_όνομα_ή_η_υπηρεσία_δεν_είναι_γνωστά"
        " не_е_известно_името_на_услугата није_познат_назив_или_сервер 不知道这样的主机 無法識別這台主機"
        " そのようなホストは不明 알려진_호스트가_없 этот_хост_неизвестен"
    ),
    LATER: (
        "域名解析暂时失败 解析名稱時發生暫時性錯誤 名前解決に一時的に失敗 временный_сбой_в_разрешении_имен"
        " тимчасова_помилка_розв προσωρινή_αποτυχία_κατά_την_ανάλυση_ονόματος"
        " временен_неуспех_при_определянето_на_име привремени_неуспех_одређивања_назива 暂时不能解析域名"
        " 暫時無法解析 が一時的に解決できません 의_주소를_알아내는데_임시로_실패"
        " временная_ошибка_при_разрешении 主机名解析时通常出现的暂时错误"
    ),
    UNRESOLVED: (
        "无法解析主机地址 無法解析主機位址 无法解析域名 ホストアドレス 호스트_주소를_해석할_수_없"
        " 의_주소를_알아낼_수_없 не_удаётся_разрешить_адрес не_удается_разрешить_адрес неможливо_розв"
        " не_удалось_разрешить_« не_удалось_разрешить_доменн не_резолвится не_резолвятся не_разрешается_имя"
        " 无法解析地址 無法解析網域 名前解決できな 名前解決に失敗 도메인을_찾을_수_없 域名解析失败 域名解析异常"
        " dns解析失败 dns解析异常 서비스_이름을_조회할_수_없"
    ),
    ERROR: (
        "ошибк ошибок код статус ответ вернул возвраща верну получа получи выда отвеча отдаё приходит прилета"
        " помилк поверта отриму відповіда грешк σφάλμα σφαλμα κωδικ שגיא קוד خطأ خطا رمز كود کد त्रुटि कोड"
        " एरर ข้อผิดพลาด รหัส 错误 錯誤 报错 報錯 报 報 返回 状态 狀態 响应 響應 代码 代碼 异常 異常 出现"
        " 出現 提示 显示 顯示 回复 失败 失敗 回傳 を返 が返 エラー ステータス コード レスポンス 返 応答 表示"
        " 오류 에러 코드 상태 응답 반환 리턴"
    ),
    ONLINE: (
        "сайт страниц браузер веб запрос(?!ов|а) много_запросов хостинг ссылк скач загру плейлист портал интернет"
        " приложени сервер"
        " сторінк запит σελίδα ιστοσελίδ ιστότοπ אתר דפדפן موقع صفحة متصفح سایت صفحه مرورگر पृष्ठ वेबसाइट"
        " เว็บ 网站 網站 网页 網頁 页面 頁面 浏览器 瀏覽器 接口 请求 請求 网址 網址 访问 訪問 下载 下載 登录"
        " 登入 链接 連結 上传 上傳 爬虫 抓取 拉取 镜像 仓库 后端 前端 服务器 服務器 伺服器 サイト ページ"
        " ブラウザ ウェブ リクエスト アクセス ダウンロード ログイン インターネット サーバ 사이트 페이지"
        " 브라우저 웹 요청 접속 로그인 다운로드 서버 온라인 호스팅 인터넷 업로드 링크"
    ),
    CALL: (
        "звон вызов телефон абонент трубк дзвін виклик 呼叫 电话 電話 通话 通話 来电 來電 振铃 响铃 挂断 国标"
        " 國標 注册 主叫 被叫 分机 分機 中继 话机 着信 発信 内線 話中 전화 통화 발신 착신 مكالمة هاتف שיחה"
    ),
    NAME: "домен 域名 解析 網域 ドメイン 名前解決 도메인 네임서버 โดเมน",
    COUNTED: (
        "раз секунд минут руб строк файл штук письм человек людей книг евро доллар тысяч запросов"
        " запроса мс_ мс, пиксел гривен заявок บาท रुपय 个 個 条 條 次 秒 毫秒 元 页 頁 行 台 人"
        " 天 件 回 円 度 分 초 분 개 건 명 번 원 메가 기가 쪽 픽셀"
    ),
}
"""How they begin, in small letters, by the sign that each is read as; ``_`` is a space."""

_SPACE = "[ \\xa0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000\\ufeff]"

EXPRESSION = re.compile(
    "|".join(f"((?i:{words.replace(' ', '|').replace('_', _SPACE)}))" for words in WORDS.values())
    + "|[^\t\n\x20-\x7e]"
)
"""A word, whose group says its kind, or one character that is not read as itself."""

SIGNS = tuple(WORDS)
"""What the groups of the expression are read as."""
