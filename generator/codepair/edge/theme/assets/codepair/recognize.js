// A text and recognizers in, what stands in it out; runs in a worker or in a page, needs no library. A worker is told
// addresses once, `{known, texts}`, of recognizers and of each protocol's texts; then texts, `{text, of, is_pasted}`. It
// answers each in their order, by its name (`of`): the first of what it found, with what is said about that. A long text is
// searched in slices: what has been found by then is told in between (`partial`), and `{stop: true}` ends it.
// `{about: <address>, of}` asks for what is said about a code.
// What is read, found, kept and what decides is written in codepair/recognizing/findings.py, which does the same: a
// test holds that both find the same in every text that the tests have. Positions count UTF-16 code units.
(function (scope) {
  "use strict";

  var LONGEST_LINE = 2000, PIECE = 16384, LONGEST_FOLLOWING = 100, OTHER = "\x1a";
  var PLAIN = {};
  function read_as(characters, letter) {
    for (var i = 0; i < characters.length; i++) PLAIN[characters[i]] = letter;
  }
  read_as("\r\v\f\x85\u2028\u2029", "\n");
  read_as("\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\ufeff", " ");
  read_as("\u2018\u2019\u02bc", "'");
  read_as("\u201c\u201d\u201e", '"');
  read_as("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-");

  var READ_AS = new RegExp("[" + Object.keys(PLAIN).join("") + "]", "g");

  // Words of other scripts, as codepair/recognizing/words.py has them: by the sign that each of their letters is read as.
  // The underscore is a space.
  var WORDS = [
    ["\x14", "未知的名称或服务 名稱或服務未知 名前またはサービスが不明 이름_혹은_서비스를_알_수_없 неизвестное_имя_или_служба невідома_назва_чи_сервіс το_όνομα_ή_η_υπηρεσία_δεν_είναι_γνωστά не_е_известно_името_на_услугата није_познат_назив_или_сервер 不知道这样的主机 無法識別這台主機 そのようなホストは不明 알려진_호스트가_없 этот_хост_неизвестен"],
    ["\x13", "域名解析暂时失败 解析名稱時發生暫時性錯誤 名前解決に一時的に失敗 временный_сбой_в_разрешении_имен тимчасова_помилка_розв προσωρινή_αποτυχία_κατά_την_ανάλυση_ονόματος временен_неуспех_при_определянето_на_име привремени_неуспех_одређивања_назива 暂时不能解析域名 暫時無法解析 が一時的に解決できません 의_주소를_알아내는데_임시로_실패 временная_ошибка_при_разрешении 主机名解析时通常出现的暂时错误"],
    ["\x12", "无法解析主机地址 無法解析主機位址 无法解析域名 ホストアドレス 호스트_주소를_해석할_수_없 의_주소를_알아낼_수_없 не_удаётся_разрешить_адрес не_удается_разрешить_адрес неможливо_розв не_удалось_разрешить_« не_удалось_разрешить_доменн не_резолвится не_резолвятся не_разрешается_имя 无法解析地址 無法解析網域 名前解決できな 名前解決に失敗 도메인을_찾을_수_없 域名解析失败 域名解析异常 dns解析失败 dns解析异常 서비스_이름을_조회할_수_없"],
    ["\x16", "ошибк ошибок код статус ответ вернул возвраща верну получа получи выда отвеча отдаё приходит прилета помилк поверта отриму відповіда грешк σφάλμα σφαλμα κωδικ שגיא קוד خطأ خطا رمز كود کد त्रुटि कोड एरर ข้อผิดพลาด รหัส 错误 錯誤 报错 報錯 报 報 返回 状态 狀態 响应 響應 代码 代碼 异常 異常 出现 出現 提示 显示 顯示 回复 失败 失敗 回傳 を返 が返 エラー ステータス コード レスポンス 返 応答 表示 오류 에러 코드 상태 응답 반환 리턴"],
    ["\x17", "сайт страниц браузер веб запрос(?!ов|а) много_запросов хостинг ссылк скач загру плейлист портал интернет приложени сервер сторінк запит σελίδα ιστοσελίδ ιστότοπ אתר דפדפן موقع صفحة متصفح سایت صفحه مرورگر पृष्ठ वेबसाइट เว็บ 网站 網站 网页 網頁 页面 頁面 浏览器 瀏覽器 接口 请求 請求 网址 網址 访问 訪問 下载 下載 登录 登入 链接 連結 上传 上傳 爬虫 抓取 拉取 镜像 仓库 后端 前端 服务器 服務器 伺服器 サイト ページ ブラウザ ウェブ リクエスト アクセス ダウンロード ログイン インターネット サーバ 사이트 페이지 브라우저 웹 요청 접속 로그인 다운로드 서버 온라인 호스팅 인터넷 업로드 링크"],
    ["\x18", "звон вызов телефон абонент трубк дзвін виклик 呼叫 电话 電話 通话 通話 来电 來電 振铃 响铃 挂断 国标 國標 注册 主叫 被叫 分机 分機 中继 话机 着信 発信 内線 話中 전화 통화 발신 착신 مكالمة هاتف שיחה"],
    ["\x19", "домен 域名 解析 網域 ドメイン 名前解決 도메인 네임서버 โดเมน"],
    ["\x15", "раз секунд минут руб строк файл штук письм человек людей книг евро доллар тысяч запросов запроса мс_ мс, пиксел гривен заявок บาท रुपय 个 個 条 條 次 秒 毫秒 元 页 頁 行 台 人 天 件 回 円 度 分 초 분 개 건 명 번 원 메가 기가 쪽 픽셀"]
  ];
  var WORD = new RegExp(WORDS.map(function (kind) { return "(" + kind[1].replace(/ /g, "|").replace(/_/g, " ") + ")"; }).join("|"), "gi");

  // A text without what programs escape, and where each of its places was: codepair/recognizing/escapes.py says it.
  var ENTITIES = { quot: '"', apos: "'", lt: "<", gt: ">", amp: "&", nbsp: " " };
  var ANY = "\\\\{1,8}(?:([\"'/])|u([0-9a-fA-F]{4})|x([2-7][0-9a-fA-F])|((?:r\\\\{1,8})?n)|(t))" +
    "|&(?:(quot|apos|lt|gt|amp|nbsp)|#(3[2-9]|[4-9]\\d|1[01]\\d|12[0-6]|160)|#x([2-7][0-9a-fA-F]));" +
    "|[\\xad\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069]";
  var ESCAPE = new RegExp(ANY, "g"), OTHER_BACKSLASH = /\\[^"'/\\bfnrtux]/;
  var ESCAPE_AMONG_OTHERS = new RegExp(ANY.replace("n)", "n)(?![a-z])").replace("(t)", "(t)(?![a-z])"), "g");

  function unescaped(text) {
    var ends = [], left_out = [0], all = 0, escape = OTHER_BACKSLASH.test(text) ? ESCAPE_AMONG_OTHERS : ESCAPE;
    var made = text.replace(escape, function (found, sign, unit, byte, feed, tab, entity, decimal, hexadecimal, at) {
      var sixteenths = unit || byte || hexadecimal;
      var number = decimal ? Number(decimal) : sixteenths ? parseInt(sixteenths, 16) : null;
      var read = feed ? "\n" : sign || (tab ? "\t" : entity ? ENTITIES[entity] :
        number === null ? "" : String.fromCharCode(number));
      ends.push(at - all + read.length - 1);
      left_out.push(all += found.length - read.length);
      return read;
    });
    return { text: made, place: function (at) { return at + left_out[first_not_before(ends, at)]; } };
  }

  // How many of numbers in their order are less than one.
  function first_not_before(numbers, one) {
    var low = 0, high = numbers.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (numbers[middle] < one) low = middle + 1; else high = middle;
    }
    return low;
  }

  function plain(text) {
    return text
      .replace(/\x1b\[[0-9;]{0,40}[A-Za-z]/g, function (found) { return " ".repeat(found.length); })
      .replace(READ_AS, function (unit) { return PLAIN[unit]; })
      .replace(/[\x12-\x19]/g, OTHER)
      .replace(WORD, function (found) {
        for (var kind = 0; arguments[kind + 1] === undefined; kind++);
        return WORDS[kind][0].repeat(found.length);
      })
      .replace(/[^\t\n\x12-\x19\x20-\x7e]+/g, function (run) { return OTHER.repeat(run.length); });
  }

  // Yields [start, piece]: what is searched at a time.
  function pieces(text) {
    var found = [], begin = 0, start = 0;
    while (start < text.length) {
      var feed = text.indexOf("\n", start), stop = feed < 0 ? text.length : feed + 1;
      var is_long = stop - start > LONGEST_LINE;
      if (begin < start && (is_long || stop - begin > PIECE)) {
        found.push([begin, text.slice(begin, start)]);
        begin = start;
      }
      while (is_long && stop - begin > LONGEST_LINE) {
        var space = text.slice(begin, begin + LONGEST_LINE).lastIndexOf(" ");
        var cut = begin + (space < 1 ? LONGEST_LINE : space + 1);
        found.push([begin, text.slice(begin, cut)]);
        begin = cut;
      }
      start = stop;
    }
    if (begin < text.length) found.push([begin, text.slice(begin)]);
    return found;
  }

  function notation(written) {
    return written.toLowerCase().replace(/[^a-z0-9]+/g, "").replace(/^0+(?=[0-9])/, "");
  }

  // Which three signs in a row the piece at hand has, as far as six bits tell signs apart: to look for hundreds of needs
  // one by one takes longer than all else.
  var SEEN = new Uint16Array(1 << 18), round = 0;

  function look_at(small) {
    if (++round > 0xffff) {
      SEEN.fill(0);
      round = 1;
    }
    for (var i = 0, three = 0; i < small.length; i++) {
      three = (three << 6 | small.charCodeAt(i) & 63) & 0x3ffff;
      if (i > 1) SEEN[three] = round;
    }
  }

  function need_of(part) {
    var threes = [];
    for (var i = 2; i < part.length; i++) {
      threes.push((part.charCodeAt(i - 2) & 63) << 12 | (part.charCodeAt(i - 1) & 63) << 6 | part.charCodeAt(i) & 63);
    }
    return { part: part, threes: threes };
  }

  function has(small, need) {
    for (var i = 0; i < need.threes.length; i++) if (SEEN[need.threes[i]] !== round) return false;
    return small.indexOf(need.part) >= 0;
  }

  // Whether a text can match whose threes have been looked at.
  function may_match(small, needs) {
    return !needs.length || needs.some(function (need) { return has(small, need); });
  }

  // An expression that a browser is soon ready with. One that ignores case is written in small letters and searched in a
  // text in small letters: with the flag for that a browser needs five times as long to prepare it. Of a group that may
  // stand up to two or three times it prepares as many copies, but none of a group that may be empty. Nothing else is
  // found for that: an empty one is never taken.
  function compiled(written, flags) {
    return new RegExp(written.replace(/([^\\])\)(?=\{0,[23]\})/g, "$1|)"), flags);
  }

  function prepared(known) {
    var ranked = [];
    known.forEach(function (of) {
      var fields = {};
      of.fields.forEach(function (field) { fields[field.id] = field; });
      of.recognizers.forEach(function (recognizer) {
        ranked.push({
          of: of,
          field: fields[recognizer.field],
          recognizer: recognizer,
          groups: recognizer.groups || [],
          needs: (recognizer.needs || []).map(need_of),
          without_sign: recognizer.without_sign || null,
          beside: recognizer.beside || null,
          value_only: !!recognizer.value_only,
          agree: !!recognizer.agree,
          ignore_case: !!recognizer.ignore_case,
          unless: recognizer.unless ? compiled(recognizer.unless, "my") : null,
          expression: compiled(recognizer.expression, "dgm"),
          rank: ranked.length
        });
      });
    });
    return ranked;
  }

  function prepared_signs(known) {
    var signs = [], uncovered = {};
    known.forEach(function (of) {
      if (!of.covered) of.fields.forEach(function (field) { uncovered[field.id] = true; });
      of.signs.forEach(function (sign) {
        var needs = (sign.needs || []).map(need_of);
        signs.push({
          of: sign.of, needs: needs, weak: !!sign.weak, ignore_case: !!sign.ignore_case, expression: compiled(sign.expression, "gm")
        });
      });
    });
    return { signs: signs, uncovered: uncovered, covered: known.filter(function (of) { return of.covered; }) };
  }

  function own(table, name) {
    return Object.prototype.hasOwnProperty.call(table, name) ? table[name] : null;
  }

  function lead_of(of, field, written) {
    var name = notation(written), found = own(field.values, name);
    if (found) return { value: found.value, address: found.address || null, possible: found.possible || [] };
    var has_codes = !field.indirect || !Object.keys(field.values).length;
    var address = has_codes ? own(of.codes, name) : null;
    return address || /^[0-9]+$/.test(name) ? { value: written, address: address, possible: [] } : null;
  }

  // Whether behind a match stands what must not: a unit behind a number.
  function is_followed(piece, end, unless) {
    if (!unless) return false;
    unless.lastIndex = 0;
    return unless.test(piece.slice(end, end + LONGEST_FOLLOWING));
  }

  // Whether a number is that of a line, a column, a port, or of what is counted; codepair/recognizing/places.py has the same.
  var LONGEST_BEFORE = 100, LONGEST_BEHIND = 60, PLACE = new RegExp(
    "(?:\\.(?:java|kts?|scala|groovy|clj|go|[cm]?[jt]sx?|vue|svelte|py|pyx|rb|erb|phtml|php|c|cc|cpp|cxx|h|hh|hpp|mm?" +
    "|swift|rs|cs|vb|fs|exs?|erl|hrl|lua|p[lm]|sh|ps1|dart|hs|ml|nim|zig|sql|html?|xml|json|ya?ml|toml|conf|cfg|tf)" +
    "(?:\\?[^ :]{0,40})?(?:[:(]| ?:? line )|<anonymous>:|\"\\]:)(?:\\d{1,6}:)?$" +
    "|(?:\\b(?:on|at|in) |[,;({\"'] ?)line(?:[_ ]?(?:no|number))?[\"']?[ :=]{1,3}$" +
    "|\\b(?:file_line|lineno|line_?number|columns?|col|port)[\"']?[ :=]{1,3}$" +
    "|(?://[^ /]{1,80}|\\blocalhost|\\d\\.\\d{1,3}" +
    "|\\w\\.(?:com|net|org|edu|gov|info|io|dev|app|cloud|local|internal|lan|home|corp|svc|test" +
    "|example|invalid|[a-z]{2})):$" +
    "|\\bexit(?:ed|s|ing)?(?:[ _-](?:with|an?|non-zero|error|status|code|value)){0,5}[\"']?[ :=(]{1,3}$" +
    "|\\bsub-?process [a-z ]{1,40}[ (]{1,2}$" +
    "|/(?:issues|pulls?|discussions|merge_requests|commits?|jobs|runs|tickets?|browse|questions)/$" +
    "|(?:://[^\\s\"'<>()|]{1,80}|(?:^|[^\\d\\s]\\s|[\"'`(=])(?:/[\\w.~%@-]{1,40}){0,6})/" +
    "(?:(?![\\w.~%-]{0,40}(?:code|status)[-_]$)[\\w.~%-]{0,40}[-_.])?$" +
    "|[<>]= ?$|\\bUPnPError:? (?:errorCode: )?$|\\bCSeq:? $|\\bnta: [A-Z]{3,9} \\($" +
    "|\\b(?:endorsement failure .{0,60}|chaincode error \\()status: ?$|\\bchaincode response $" +
    "|\\b(?:error_page(?: \\d{3}){0,6}|ErrorDocument|errorfile|RedirectMatch|deny_status" +
    "|limit_\\w{3,5}_status) $|\\b[A-Z_]{3,20}/[1-5]\\d\\d $|://\\S{1,90}[?&](?!\\w{0,20}(?:err|http|resp))[\\w.]{1,20}=$" +
    "|\\b(?:leet|bar|en|de|uni|op|byte|vs|x)codes?[ #:]{1,3}$|^(?:Get|Hit|Ign):$" +
    "|#\\s?define (?!HTTP|SIP)\\w{1,60}\\s{1,20}$" +
    "|(?:^|[^.\\w])(?:area|country|dial(?:l?ing|-in)|city|region(?:al)?|zip|postal|post|pin|pass|entry|door|gate|alarm" +
    "|unlock|payment|promo(?:tional)?|coupon|discount|voucher|gift|referral|invit(?:e|ation)|product|item|stock" +
    "|model|paint" +
    "|colou?r|dress|building|civil|penal|criminal|tax|labou?r|bank|branch|sort|swift|currency|airport|airline" +
    "|diagnosis|billing|procedure|cpt|icd(?:-\\d{1,2})?|conference|meeting|course|department|station|store|shipping" +
    "|tracking|booking|reservation|order|invoice|verification|confirmation|security|language|industry|job|cost|batch" +
    "|lot|cheat|vat|auth(?:ori[sz]ation)?|one-time|activation|serial|blink|flash|beep" +
    "|fault|obd|trouble|engine)[ -]codes?(?: is| was| of)?[\"']?[ :=#(]{1,3}$" +
    "|\\b(?:pid|tid|thread|worker|uid|gid|user_?id|order_?id|id|seq|idx|offset|ticket|order|req)[\"']?[ #:=]{1,3}$" +
    "|(?:[:._'\"-]version[\"']? ?[:=] ?|(?:^|[^ \\w]\\s?)version=" +
    "|\\b(?:tls|ssl|schema|protocol|firmware) version[ :=]{1,3})$" +
    "|\\b(?:exp|ttl|max-?age|content-length|min-se|session-expires|expires_?in)[\"']?[:=] ?$" +
    "|\\b(?:(?:min-|session-)?expires|max-forwards|retry-after|cseq|content-length|min-se)(?: header| field){0,2}" +
    "(?: (?:with|of|is|was|to|has|an?|the|value)){1,4} $" +
    "|\\[(?:worker|thread|pool|main)[\\w-]{0,20}\\] $" +
    "|\\b(?:that|this|it)(?:'s| is) not an? $|\\btests? (?:failed|passed|skipped)[ :]{1,2}$" +
    "|\\b(?:enter|your|dial) (?:the )?code(?: is)?[ :]{1,2}$|\\b(?:code|error|status)[ :=]{1,2}-$" +
    "|\\b(?:phone|mobile|fax|telephone|account|card) numbers? (?:ends? (?:with|in) |is |: ?)$" +
    "|\\b(?:class|import|function|def|func|extends) [A-Za-z_]{1,40}$|\\(delta $" +
    "|\\b(?:mean|median|rms|max|training|pixel|average|absolute|squared|standard|relative) errors?[ :=]{1,3}$" +
    "|\\b(?:printer|washing machine|washer|dishwasher|dryer|oven|fridge|boiler|furnace|heat pump|bmw|audi|tesla|tv)" +
    "(?: (?:shows?|says?|displays?|gives?))?(?: an?| the)? (?:error|fault)?(?: ?code)?[ :]{1,2}$" +
    "|\\b(?:code postal|codice postale|postleitzahl|plz|rooms?|flights?|highway|chapter|section|paragraph|figure" +
    "|invoice|suite|apartment|apt\\.?|seat|s&p|fortune|levi's|peugeot|boeing|fiat)(?: no\\.?| number)? #?$" +
    "|[\"']\\w{0,30}(?:size|bytes|bytes_sent|bytes_received|length|duration|time|latency|elapsed|port|_id|user|sec|count|total|offset)[\"'] ?[:=] ?[\"']?$" +
    "| [a-z-]{2}-[a-z-] (?:\\d{1,6}/){0,4}$|\\d\\.\\d{3} [1-5]\\d\\d (?:[1-5]\\d\\d|-) (?:\\d{1,9} )?$|::\\w{1,60}\\[$|\\bSSRC=0x$" +
    "|\\bMSRP \\w{1,40} $|\\blistening on $" +
    "|\\b[Cc]losing connection $|\\b(?:Unr|R)egistered SIP '$|\\b(?:max-age|revalidate) to $" +
    "|\\b(?:PR|MR|pull requests?|Fahrenheit|HD|salle|chambre|cola|sala|quarto|serverraum|raum|zimmer|habitaci[^ -~]n" +
    "|ph[^ -~]ng|m[^ -~]y nh[^ -~]nh|n[^ -~]i b[^ -~]|in page|(?:on|starts? on|see|to) page|ramal [^ -~] o|the one in) $" +
    "|\\bMilvusException: \\(code=$|_(?:timeout|limit|size|ttl) to $|\\bexpires? [^ -~] $" +
    "|\\d:\\d\\d[.,]$|\\b1[5-9]\\d{8}\\.$|\\bICAP/1\\.0 $|\\b(?:Key|Index|Value)Error[ :]{1,3}['\"]?$", "i"), BEHIND = new RegExp("^" +
    "\\d{1,6}(?:\\([ck]\\)|[.)] https?://|\\] (?:new )?bytes|\\.(?:html?|php|tsx?|jsx?|vue|astro|md|png|svg|erb)\\b" +
    "|\\n{1,2}<(?:!doctype|html)\\b|\\n\\d\\d:\\d\\d:\\d\\d[,.]\\d{3} -->|; v\\d| \\[[\\w -]{0,30}\\d/\\d{1,3}\\]" +
    "| (?:done \\d|sha256:|transferring |[gmkt]o d[e'])| \\d{1,2} (?:obj|R)\\b" +
    "|\\](?:\\[[\\w-]{1,20}\\])?:? [\\w/-]{1,40}\\.c\\b|\\.(?:wav|mp3|gsm|txt|log|pcap|conf)\\b" +
    "|(?:/\\d{1,7})? {6,40}(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\(Unspecified\\))|@[\\w.-]|' => {1,20}\\d{1,3}\\. |/(?:tcp|udp|sctp)\\b" +
    "| errors during bulk transfer| Host requires auth| FLOOD_WAIT| ?[-:(]{1,2} ?invalid (?:action|args)\\b| errors? in \\d{1,6} files| matching artifact| (?:passing|pending|examples,)|==|:[MSCX] \\d\\d [A-Z]|: session \\d" +
    "|(?:/\\d{1,5})?\\] (?:Building|Linking|Compiling|Generating|Running) " +
    "| --- \\[| ?(?:req/s|rps|qps|[kmgt]?bit/s|[kmgt]i?b/s|ms|msecs?|seconds?|secondes?|segundos|sekunden)\\b| gi[^ -~]y\\b" +
    "| errors generated|[ \\t]The DNS server |\\]\\ntype=| => \\d{2,6},| ohms?\\b| pixels?\\b| (?:north|south|east|west)\\b| (?:pages|items)(?: \\(at |/min)| has \\d{1,5} calls\\b| (?:answers from cache|recursions)\\b|(?:-| or \\d{3}[ -])level\\b(?![=:])" +
    "| level(?: (?:status )?(?:errors?|codes?|responses?)\\b|[,.;!?)\"'`\\n]|$)| requests (?:per [a-z]|in queue)| (?:hosts|phones|pods|peers)\\b" +
    "| (?:[a-z]\\.? )?(?:[a-z]{3,14} ){1,2}(?:street|st\\.|avenue|ave\\.|road|drive|boulevard|blvd|lane|parkway)" +
    "|[ -]page (?:(?:note)?book|novel|document|manual|report|thesis|pdf)\\b" +
    "| (?:\\w{3,12} )?(?:errors?,? (?:and |with )?\\d{1,7} (?:warn|fail|pass|skip)|errors per )" +
    "| (?:at checkout\\b|(?:and |to )?(?:gives?|gets?|saves?) \\d)| area codes?\\b" +
    "| (?:per|an?|every|each) (?:month|year|day|hour|week|minute|second|person|night)\\b|/(?:month|year|mo|yr)\\b" +
    "| (?:best|greatest|easy|simple|biggest|largest) [a-z]| \\w{3,15} rows\\b| vehicles/" +
    "| (?:(?:more|other|new|different|active|unread|open|unique|free|registered|known|fake|pairs of|kinds of) )?" +
    "(?:vulnerabilities|dependencies|songs|tracks|albums|playlists|videos|movies|films|episodes|photos|pictures" +
    "|paintings|books|articles|stories|chapters|recipes|posts|tweets|likes|views|comments|followers" +
    "|subscribers|fans|friends|contacts|members|customers|clients|passengers|guests|patients|students|pupils" +
    "|teachers|schools|employees|residents|families|households|children|kids|men|women|persons|people|players|teams" +
    "|goals|assists|rebounds|votes|complaints|letters|emails|e-mails|parcels|boxes|bottles|cars|vehicles" +
    "|trains|flights|seats|tickets|rooms|beds|houses|homes|apartments|jeans|shoes|shirts|deaths|soldiers|species" +
    "|acres|hectares|miles|km|met(?:er|re)s|feet|inches|yards|cm|mm|kg|g|grams|lbs?|pounds|tonn?e?s|ounces|oz" +
    "|lit(?:er|re)s|ml|calories|kcal|watts|kw|volts|degrees|cents|eur|usd|gbp|dollars?|euros?|pesos|francs|rubles" +
    "|yen|rupees|vnd|St[^ -~]ck|puntos|metros|reais|z[^ -~]otych|korun|kronor|kr|lira|euroa|orang|ribu" +
    "|insertions|deletions|additions|modules|packages|plugins|widgets" +
    "|pixels|frames|replicas|snapshots|transactions|invoices|payments|reviews|ratings|downloads|stars" +
    "|forks|donations|visitors|participants|branches|products|orders|warnings|endpoints" +
    "|teilnehmern?|anrufe|seiten|dateien|nutzern?|benutzern?|besuchern?|kunden|zeilen" +
    "|bytes|times|bookings|hits(?= for\\b)|applications|signatures|ways|hpa|pkr|inr|cad|chf|jpy|cny|brl" +
    "|(?:active|concurrent|simultaneous|registered|online) (?:\\w{2,8} )?[a-z]{3,14}s" +
    "|ngh[^ -~]n|[^ -~]{2}ng|tri[^ -~]u|ng[^ -~]{2}i|kh[^ -~]ch|chi[^ -~]c|ng[^ -~]y|gi[^ -~])(?![\\w:=/-]))", "i");

  // Where the line of a position begins, and what stands in front of it there, as far as it is read.
  function line_of(piece, at) {
    return (at ? piece.lastIndexOf("\n", at - 1) : -1) + 1;
  }

  function before(piece, at) {
    return piece.slice(Math.max(line_of(piece, at), at - LONGEST_BEFORE), at);
  }

  // The rest of a number such as 31,402: more columns follow in a row such as 31,402,8, a phrase behind a code.
  var THOUSANDS = /[ \t(~+$]\d{1,2}(?:,\d{3}){0,3},$/, HUNDREDS = /^\d{3}(?:,\d{3}){0,3}(?!\d|,\d| [A-Z][a-z])/;
  // A line that begins with 2,404 is one only before a word: it may be a row.
  var FIRST = /^\d{1,2}(?:,\d{3}){0,3},$/, OF_WORD = /^\d{3}(?:,\d{3}){0,3} [a-z]/;
  // Another number before a code: cause 17,486.
  var COUNTED = /\b(?:cause|attempt|try|retry) \d{1,2},$/i;
  // 200-299 has two numbers that are no codes; 100-180 and 502-499 may have.
  var RANGE = /^[1-6]0[01] ?- ?[1-6]99\b/, RANGE_BEFORE = /\b[1-6]0[01] ?- ?$/, RANGE_END = /^[1-6]99\b/;
  // What shows that a line that begins with "return" is a sentence: a program's statement goes on otherwise.
  var RETURN = /(?:^|[:;{])\s*return $/i, PROSE = /^\d{3} (?!https?:)[A-Za-z]/;

  function is_place(piece, at) {
    var front = before(piece, at), behind = piece.slice(at, at + LONGEST_BEHIND);
    if (PLACE.test(front) || BEHIND.test(behind)) return true;
    if (FIRST.test(front) && OF_WORD.test(behind)) return true;
    if (THOUSANDS.test(front) && HUNDREDS.test(behind) && !COUNTED.test(front)) return true;
    if (RANGE.test(behind) || RANGE_BEFORE.test(front) && RANGE_END.test(behind)) return true;
    return RETURN.test(front) && !PROSE.test(behind);
  }

  // Where a number counts lines or is a packet's length; codepair/recognizing/numbering.py has the same.
  var BEGIN = /^[^A-Za-z0-9\n]{0,12}$/, NAMED = /[A-Za-z\x12-\x19]/;
  var RECORD = new RegExp("\\d{1,7}[:|.)>\\]-]?[ \\t]{0,8}(?:(?:SIP/2\\.0|HTTP/\\d(?:\\.\\d)?) \\d{3}\\b" +
    "|[A-Z]{3,9} (?:sips?|tel|urn):" +
    "|(?:Via|Call-ID|CSeq|Max-Forwards|Content-[A-Z][a-z-]{1,20}|User-Agent|Record-Route|(?:WWW|Proxy)-Auth[a-z]{5,10}" +
    "|Cache-Control|Set-Cookie): ?\\S|[A-Z]{3,9} {1,6}[^ @]{1,60}@" +
    "|(?:\\?|pts/\\d{1,3}|tty\\w{0,6}) {1,8}[SRDZTI]|\\d{1,7} {1,8}\\d{1,7} {1,4}\\d{1,3} {1,3}(?:\\d{1,2}:\\d\\d|[A-Z][a-z]{2}\\d\\d)" +
    "|[a-z_][\\w-]{0,20} {1,8}-?\\d{1,2} {1,8}-?\\d{1,2} " +
    "|\\d{1,6}\\.\\d{1,9}[ \\t]{1,4}(?:\\d{1,3}\\.\\d{1,3}\\.|[0-9a-f]{1,4}:)" +
    "|[\\[(<\"]?(?:\\d{4}[-/]\\d\\d[-/]\\d\\d[ T]|[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:" +
    "|\\d\\d:\\d\\d:\\d\\d\\b))" +
    "|\\d{1,7}(?:[:|.)>\\]-]|[ \\t](?=[ \\t])|(?=\\t))[ \\t]{0,8}" +
    "(?:From|To|Contact|Server|Date|Allow|Host|Supported|Require|Route|Accept|Expires|Authorization|Location|Connection): ?\\S", "y");
  var NUMBERED = /[^A-Za-z0-9\n]{0,12}(\d{1,7})(?:([ \t]{0,8}(?:\n|$))|\t| {2}|:[^\s\d]|[.)])/y;
  var ENDPOINTS = new RegExp("[\\da-f:.]{6,39}[ \\t]{1,20}(?:(?:->|[^ -~])[ \\t]{1,4})?[\\da-f:.]{6,39}[ \\t]{1,20}" +
    "[A-Z][A-Za-z0-9./-]{1,15}[ \\t]{1,9}$");
  var INFO = new RegExp("\\d{1,5}[ \\t]{1,4}(?:(?:Request|Status): |HTTP/\\d|[A-Z]{3,8} [/*]|Continuation|HEADERS" +
    "|DATA\\b|SETTINGS|Standard query|Application Data|\\[|\\d{1,5} ?(?:->|[^ -~]|>))", "y");

  var FRACTION = /:\d\d[.,]\d{3} $|^ ?\d{1,3}\($|[\w.]\s{0,12}\[$|:\d\d (?:[A-Z]{3} )?\[$/;
  var LEVEL = new RegExp("\\d{1,7}(?: (?:CRITICAL|ERROR|WARN|WARNING|INFO|DEBUG) \\S" +
    "|(?:\\) |\\]:? {1,3})(?:ALERT|CRITICAL|DBG|DEBUG|ERROR|FATAL|INFO|LOG|NOTICE|STATEMENT|WARNING)(?::| {2}))", "y");

  // What stands in front of such a number, and from it on.
  var RECORDS = [[BEGIN, RECORD], [ENDPOINTS, INFO], [FRACTION, LEVEL], [/[^ -~\n]{2}$/, /\d{1,7} \/\w/y]];

  function is_of_record(piece, at) {
    var line = before(piece, at);
    return RECORDS.some(function (pair) {
      pair[1].lastIndex = at;
      return pair[1].test(piece) && pair[0].test(line);
    });
  }

  var HEADING = new RegExp("(?:^|\\n)[^A-Za-z0-9\\n]{0,4}(?:id|#|no\\.?|nr\\.?|ext(?:ension)?s?|pid|uid|line|row|seq|frame|index|count|port|handles)" +
    "\"?(?: {0,20}[|,;]|\\t| {2})[^\\n]*\\n(?=[^\\n])", "gi");

  // Where rows begin with a number of their own: from below a heading to an empty line.
  function rows(piece) {
    var found = [], match, end;
    HEADING.lastIndex = 0;
    while ((match = HEADING.exec(piece)) !== null) {
      end = piece.indexOf("\n\n", HEADING.lastIndex) + 1 || piece.length;
      found.push([HEADING.lastIndex, end]);
      HEADING.lastIndex = end;
    }
    return found;
  }

  function is_of_row(piece, at, spans) {
    return spans.some(function (span) { return span[0] <= at && at < span[1]; }) && BEGIN.test(before(piece, at));
  }

  // How many of the two lines above or below count on from the one that begins there.
  function counted(piece, begin, number, step) {
    var count, line;
    for (count = 0; count < 2; count += 1) {
      if (step < 0 ? begin === 0 : piece.indexOf("\n", begin) < 0) return count;
      begin = (step > 0 ? piece.indexOf("\n", begin) : begin > 1 ? piece.lastIndexOf("\n", begin - 2) : -1) + 1;
      NUMBERED.lastIndex = begin;
      line = NUMBERED.exec(piece);
      if (!line || +line[1] !== number + step * (count + 1)) return count;
    }
    return 2;
  }

  function is_counting(piece, at) {
    var begin = line_of(piece, at), own;
    NUMBERED.lastIndex = begin;
    own = NUMBERED.exec(piece);
    if (!own || begin + own[0].search(/\d/) !== at) return false;
    return counted(piece, begin, +own[1], -1) + counted(piece, begin, +own[1], 1) >= (own[2] === undefined ? 2 : 1);
  }

  // What stands beside a number in a list; codepair/recognizing/lists.py has the same.
  var LONGEST_LISTED = 16, AND_OR = "and|or|und|oder|et|ou|y|o|e|hay|v\x1a|ho\x1a{1,2}c";
  var BETWEEN = "[\"'`*]{0,2}(?: ?[/|&;] ?|(?:, ?| )(?:" + AND_OR + "|\x1a)(?:/or)? |, ?|\x1a)[\"'`*]{0,2}";
  var NEXT = new RegExp(BETWEEN + "(\\d{3})(?![\\w%])", "iy");
  var COUNTED = new RegExp("[.:,/-]\\d|, \\d| ?(?:[mun]?s|secs?|[kmg]i?b|[kmg]bps|bits?|x|px|hz)\\b" +
    "| (?!(?:errors|codes|responses|replies|answers|status(?:es)?|messages|exceptions|failures|challenges|redirects" +
    "|returns|means|happens|occurs|appears|comes|shows|gives|gets|always|sometimes|versus|plus|this|does|was|has)\\b)" +
    "[a-z]{3,20}s\\b", "iy");
  var SMALL = new RegExp("(?: ?[,/] ?[\"'`]?\\d{1,2}[\"'`]?){0,8}(?:, ?| )(?:" + AND_OR + ")" +
    "(?:/or)? [\"'`]?\\d{1,2}(?![\\w%]|[.:,/-]\\d|, ?\\d| ?(?:[mun]?s|min|secs?|[kmg]i?b|bits?|x|px|hz)\\b" +
    "| \\w{0,20} ?(?:seconds|minutes|hours|days|times|tries|retries|answers|records|queries|servers|lines|entries|packets" +
    "|attempts|calls|pods|nodes|replicas|clients|users|files|rows|items|jobs|more)\\b| (?:and|or|to|of) \\d)", "iy");
  var LAST = new RegExp("(?:^|[^\\w.:/$#%-])(\\d{3})" + BETWEEN + "$", "i");

  var LINE = /(?:^|\n)([^A-Za-z0-9\n]{0,12})(\d{3})([^\w%\n]|$)/y, MOST_LINES = 40;

  // Codes in the lines above and below one that begins its line, if they begin alike.
  function lines_beside(piece, start, is_code) {
    var begin = line_of(piece, start), above = [], below = [], around, end, line;

    // What stands before the number, where it stands, the number and what follows; null if the line begins otherwise.
    function line_at(at) {
      LINE.lastIndex = at;
      var match = LINE.exec(piece);
      return match && { around: [match[1], match[3]].join("\n"), number: match[2], start: LINE.lastIndex - match[3].length - 3 };
    }
    function is_alike(line) { return line && line.around === around && is_code(line.number); }

    line = line_at(begin ? begin - 1 : 0);
    if (!line || line.start !== start) return [];
    around = line.around;
    while (begin && above.length < MOST_LINES) {
      begin = (begin > 1 ? piece.lastIndexOf("\n", begin - 2) : -1) + 1;
      line = line_at(begin ? begin - 1 : 0);
      if (!is_alike(line)) break;
      above.unshift([line.start, line.start + 3]);
    }
    end = piece.indexOf("\n", start);
    while (end >= 0 && below.length < MOST_LINES) {
      line = line_at(end);
      if (!is_alike(line)) break;
      below.push([line.start, line.start + 3]);
      end = piece.indexOf("\n", line.start + 3);
    }
    return above.concat(below);
  }

  function listed_behind(piece, end, is_code) {
    var found = [], match;
    for (;;) {
      NEXT.lastIndex = end;
      match = NEXT.exec(piece);
      if (!match || !is_code(match[1])) break;
      end = NEXT.lastIndex;
      found.push([end - 3, end]);
    }
    COUNTED.lastIndex = end;
    return COUNTED.test(piece) ? [] : found;
  }

  function small_behind(piece, end, is_code) {
    var found = [], number = /\d+/g, match, all;
    SMALL.lastIndex = end;
    if (!SMALL.test(piece)) return found;
    all = piece.slice(end, SMALL.lastIndex);
    while ((match = number.exec(all)) !== null) found.push([end + match.index, end + number.lastIndex]);
    return found.every(function (span) { return is_code(piece.slice(span[0], span[1])); }) ? found : [];
  }

  function listed_before(piece, start, is_code) {
    var found = [], begin, match;
    for (;;) {
      begin = Math.max(start - LONGEST_LISTED, 0);
      match = LAST.exec(piece.slice(begin, start));
      if (!match || !is_code(match[1])) return found;
      start = begin + match.index + match[0].indexOf(match[1]);
      found.push([start, start + 3]);
    }
  }

  function candidates(offset, piece, small, ranked) {
    var found = [], places = {}, listed = {}, table = null;

    function is_number(at) {
      if (places[at] === undefined) {
        table = table || rows(piece);
        places[at] = !is_place(piece, at) && !is_of_record(piece, at) && !is_of_row(piece, at, table);
      }
      return places[at];
    }

    // What a match says, and all others of a list that its number stands in.
    function take(match, each) {
      function lead(written) { return lead_of(each.of, each.field, written); }
      function is_code(number) {
        var is = lead(number);
        return !!is && is.address !== null;
      }
      function put(start, end, at, close, leads) {
        var line = offset + line_of(piece, start);
        found.push({
          start: offset + start, end: offset + end, line: line, place: offset + at, close: offset + close, lead: leads, by: each
        });
      }

      var ahead = [], behind = [], whole = match[0], after = match.index + whole.length;
      // By the group: the same number may stand before it in the match.
      var spans = each.groups.map(function (number) { return match.indices[number]; }).filter(Boolean);
      var groups = spans.map(function (span) { return piece.slice(span[0], span[1]); });
      var held = groups[0] || "", at = spans.length ? spans[0][0] : match.index;
      var leads = lead(held || each.recognizer.means || "");
      if (!leads || /^[0-9]+$/.test(held) && !is_number(at)) return;
      if (/^[0-9]+$/.test(held) && !NAMED.test(whole) && is_counting(piece, at)) return;
      function is_other(group) {
        var other = lead(group);
        return (other && other.address) !== leads.address;
      }
      if (each.agree && groups.some(is_other)) return;
      if (leads.address && /^[0-9]{3}$/.test(held)) {
        ahead = listed_before(piece, at, is_code);
        behind = listed_behind(piece, at + 3, is_code);
      } else if (leads.address && /^[0-9]{1,2}$/.test(held) && !each.without_sign) {
        behind = small_behind(piece, at + held.length, is_code);
      }
      var read = each.ignore_case ? small : piece;
      if (is_followed(read, Math.max(after, behind.length ? behind[behind.length - 1][1] : 0), each.unless)) {
        if (!behind.length || is_followed(read, after, each.unless)) return;
        behind = [];
      }
      var bare = whole.replace(/^[ \t]+/, ""), start = after - bare.length;
      var end = start + bare.replace(/[ \t]+$/, "").length;
      var close = held ? at + held.length : end;
      if (each.value_only) put(at, close, at, close, leads); else put(start, end, at, close, leads);
      // A list of lines is read once.
      var key = [each.of.id, each.field.id, each.without_sign, ""].join(" ");
      if (leads.address && /^[0-9]{3}$/.test(held) && !listed[key + at]) {
        behind = behind.concat(lines_beside(piece, at, is_code));
        behind.forEach(function (span) { listed[key + span[0]] = true; });
      }
      ahead.concat(behind).forEach(function (span) {
        var other = lead(piece.slice(span[0], span[1]));
        if (other && is_number(span[0])) put(span[0], span[1], span[0], span[1], other);
      });
    }

    ranked.forEach(function (each) {
      var match;
      if (!may_match(small, each.needs)) return;
      each.expression.lastIndex = 0;
      while ((match = each.expression.exec(each.ignore_case ? small : piece)) !== null) take(match, each);
    });
    return found;
  }

  function goes_first(one, other) {
    return other.by.field.weight - one.by.field.weight || (other.end - other.start) - (one.end - one.start) ||
      one.start - other.start || one.by.rank - other.by.rank;
  }

  // The code that it leads to, else its value.
  function meant(each) {
    return each.lead.address || each.lead.value;
  }

  // Keeps a candidate among others in the order of the text, or what is left of it beside them. It is not kept if its
  // value stands in one of them or one's value in it, or if it says the same.
  function keep(kept, each) {
    var low = 0, high = kept.length, start = each.start, end = each.end;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (kept[middle].start <= start) low = middle + 1; else high = middle;
    }
    if (low && kept[low - 1].end > start) low--;
    while (low < kept.length && kept[low].start < end) {
      if (meant(kept[low]) === meant(each)) return;
      if (kept[low].end <= each.place) {
        start = each.place;
        low++;
      } else if (kept[low].start >= each.close) end = each.close;
      else return;
    }
    kept.splice(low, 0, start === each.start && end === each.end ? each : Object.assign({}, each, { start: start, end: end }));
  }

  function without_overlaps(found) {
    var kept = [];
    found.sort(goes_first).forEach(function (each) { keep(kept, each); });
    return kept;
  }

  // -- which protocol a text speaks, as codepair/recognizing/signs.py says

  function searched(offset, piece, ranked, of_signs) {
    var small = piece.toLowerCase(), spoken = {}, hinted = {};
    look_at(small);
    var found = candidates(offset, piece, small, ranked);
    var sure = without_overlaps(found.filter(function (each) { return !each.by.without_sign; }));
    function speaks(lines, line, protocol) {
      (lines[line] = lines[line] || {})[protocol] = true;
    }
    sure.forEach(function (each) {
      if (each.by.of.covered || !each.by.field.indirect) speaks(spoken, each.line, each.by.of.covered ? each.by.of.id : each.by.field.id);
    });
    of_signs.signs.forEach(function (sign) {
      var match;
      if (!may_match(small, sign.needs)) return;
      sign.expression.lastIndex = 0;
      while ((match = sign.expression.exec(sign.ignore_case ? small : piece)) !== null) {
        speaks(sign.weak ? hinted : spoken, offset + line_of(piece, match.index), sign.of);
      }
    });
    var unsure = found.filter(function (each) { return each.by.without_sign; });
    return { sure: sure, unsure: unsure, spoken: spoken, hinted: hinted };
  }

  // {at}: which protocols a line speaks, which is given by where it begins, of those that are not covered and of some
  // that are: its own, or what the nearest line speaks that does; none where the whole text has no sign of them.
  function spoken_in(pieces, uncovered) {
    var kinds = [{}, {}], views = {}, everywhere = {};
    pieces.forEach(function (piece) {
      Object.assign(kinds[0], piece.spoken);
      Object.assign(kinds[1], piece.hinted);
    });
    Object.keys(kinds[0]).forEach(function (line) { Object.assign(everywhere, kinds[0][line]); });
    function view_of(asked) {
      var key = asked.join(" ");
      if (!own(views, key)) {
        var by_line = kinds.map(function (lines) { return asked_of(lines, asked, uncovered); });
        by_line = Object.keys(by_line[0]).length ? by_line[0] : by_line[1];
        var begins = Object.keys(by_line).map(Number).sort(function (one, other) { return one - other; });
        views[key] = { by_line: by_line, begins: begins };
      }
      return views[key];
    }
    function at(line, asked) {
      var view = view_of(asked), begins = view.begins, low = 0, high = begins.length;
      while (low < high) {
        var middle = (low + high) >> 1;
        if (begins[middle] <= line) low = middle + 1; else high = middle;
      }
      if (!begins.length) return {};
      var is_before = low && (low === begins.length || line - begins[low - 1] <= begins[low] - line);
      return view.by_line[begins[is_before ? low - 1 : low]];
    }
    // Whether a line speaks others alone, in a text that has no sign of a protocol but weak ones.
    function is_of_others(line, protocol) {
      return own(kinds[0], line) !== null && !own(everywhere, protocol);
    }
    return { at: at, is_of_others: is_of_others };
  }

  // What lines speak, as far as it is asked.
  function asked_of(lines, asked, uncovered) {
    var left = {};
    Object.keys(lines).forEach(function (line) {
      Object.keys(lines[line]).forEach(function (name) {
        if (own(uncovered, name) || asked.indexOf(name) >= 0) (left[line] = left[line] || {})[name] = true;
      });
    });
    return left;
  }

  function all_of(pieces, name) {
    var all = {};
    pieces.forEach(function (piece) {
      Object.keys(piece[name]).forEach(function (line) { Object.assign(all, piece[name][line]); });
    });
    return Object.keys(all);
  }

  function settled(piece, spoken, of_signs) {
    var meant = {}, kept = piece.sure.slice(), said = {}, named = {};
    function key(each) { return each.line + each.by.of.id; }
    function name(each) {
      if (each.lead.address || each.lead.possible.length) named[key(each)] = true;
    }
    function is_number(each) { return /^[0-9]{3}$/.test(each.lead.value); }
    function id_of(of) { return of.id; }
    // The protocols that have a code of its number; its own if it is none of three digits.
    function having(each) {
      if (!is_number(each)) return [each.by.of.id];
      return of_signs.covered.filter(function (of) { return own(of.codes, each.lead.value) !== null; }).map(id_of);
    }
    // Whose code it may be, as far as its value tells.
    function asked(each) { return is_number(each) ? having(each) : of_signs.covered.map(id_of); }
    function counts(each) {
      if (!each.lead.address && !each.lead.possible.length) return false;
      if (said[each.line + each.lead.address] || said[each.line + " " + each.lead.value]) return false;
      var protocols = Object.keys(spoken.at(each.line, asked(each)));
      if (!protocols.length) return each.by.without_sign === "possible";
      return protocols.indexOf(each.by.of.id) >= 0 && !protocols.some(function (name) { return of_signs.uncovered[name]; });
    }
    kept.forEach(function (each) {
      // What an indirect field leads to is no answer yet: it yields to what a direct one says, which must be left.
      if (!each.lead.address) return;
      said[each.line + " " + each.lead.value] = true;
      if (!each.by.field.indirect) said[each.line + each.lead.address] = true;
    });
    kept.forEach(name);
    var able = piece.unsure.filter(counts);
    function those(beside, is_named) {
      return able.filter(function (each) {
        if (each.by.beside !== beside || is_named === null) return each.by.beside === beside;
        if (is_named) return !!named[key(each)];
        return !having(each).some(function (of) { return named[each.line + of]; });
      });
    }
    function is_own_named(each) { return named[key(each)] || !having(each).some(function (of) { return named[each.line + of]; }); }
    var counting = those(null, null).concat(those("nothing", false)).concat(those("own", null).filter(is_own_named));
    counting.forEach(name);
    counting = counting.concat(those("codes", true)).sort(goes_first);
    counting.forEach(function (each) {
      var at = meant[each.place] = meant[each.place] || {};
      if (!at[each.by.of.id]) at[each.by.of.id] = each.lead;
    });
    function is_certain(each) {
      return Object.keys(meant[each.place]).length === 1 && Object.keys(spoken.at(each.line, asked(each))).length > 0 &&
        !spoken.is_of_others(each.line, each.by.of.id);
    }
    var certain = {}, for_certain = {};
    counting.filter(is_certain).forEach(function (each) {
      certain[each.line + each.lead.address] = true;
      if (each.lead.address || each.lead.possible.length) for_certain[key(each)] = true;
    });
    piece.sure.forEach(function (each) { if (each.lead.address) for_certain[key(each)] = true; });
    // Of the protocols that it may be of, the one whose codes alone its line names for certain.
    function owner(each) {
      var named = Object.keys(meant[each.place]).filter(function (of) { return for_certain[each.line + of]; });
      return named.length === 1 ? named[0] : null;
    }
    counting.forEach(function (each) {
      var of = is_certain(each) ? each.by.of.id : owner(each);
      if (of !== null && of !== each.by.of.id) return;
      if (of === null) {
        var leads = meant[each.place], codes = {};
        Object.keys(leads).forEach(function (name) {
          [leads[name].address].concat(leads[name].possible).forEach(function (code) { if (code) codes[code] = true; });
        });
        var possible = Object.keys(codes).sort();
        if (possible.some(function (code) { return certain[each.line + code]; })) return;
        each = Object.assign({}, each, { lead: { value: each.lead.value, address: null, possible: possible } });
      }
      keep(kept, each);
    });
    return kept;
  }

  // Whether one says more than another: its level, its field's weight, the last line, the first place in it.
  function says_more(one, other) {
    function level(each) {
      var found = own(each.by.of.levels, each.lead.address);
      return found === null ? 2 : found;
    }
    return (level(one) - level(other) || one.by.field.weight - other.by.field.weight || one.line - other.line ||
      other.start - one.start) > 0;
  }

  function finding(each, place) {
    return {
      start: place(each.start),
      end: place(each.end),
      protocol: each.by.of.id,
      field: each.by.field.id,
      value: each.lead.value,
      address: each.lead.address,
      possible: each.lead.possible,
      recognizer: each.by.recognizer.id
    };
  }

  // A text to be searched: `go` searches until a time, or to the end, and says whether it is there; `result` returns
  // {findings, decisive} of what has been searched, `decisive` the position of the finding that decides, or -1. The
  // beginning comes first, then the end, where in a trace the last word stands.
  function searching(text, known) {
    var ranked = known.ranked || (known.ranked = prepared(known)), of_signs = known.signs || (known.signs = prepared_signs(known));
    var read = unescaped(text), parts = pieces(plain(read.text)), at = 0, ends = Math.min(4, parts.length >> 1), found = parts.map(function () { return null; });
    return {
      go: function (until) {
        while (at < parts.length) {
          var place = at < ends ? at : at < 2 * ends ? parts.length - 2 * ends + at : at - ends;
          found[place] = searched(parts[place][0], parts[place][1], ranked, of_signs);
          at++;
          if (until && Date.now() >= until) break;
        }
        return at === parts.length;
      },
      result: function () { return result_of(found.filter(Boolean), of_signs, read.place); },
      // The protocols of which there is a sign, and those of which there is a weak one.
      signs: function () { return ["spoken", "hinted"].map(function (name) { return all_of(found.filter(Boolean), name); }); }
    };
  }

  function result_of(pieces, of_signs, place) {
    var direct = {}, decisive = -1, findings = [], most = null, spoken = spoken_in(pieces, of_signs.uncovered);
    var all = [].concat.apply([], pieces.map(function (piece) { return settled(piece, spoken, of_signs); }));
    all.forEach(function (each) {
      if (each.lead.address && !each.by.field.indirect) direct[each.by.of.id] = true;
    });
    all.forEach(function (each, position) {
      if (each.by.field.indirect && direct[each.by.of.id]) {
        each = Object.assign({}, each, { lead: { value: each.lead.value, address: null, possible: [] } });
      }
      if (each.lead.address && (decisive < 0 || says_more(each, most))) {
        decisive = position;
        most = each;
      }
      findings.push(finding(each, place));
    });
    return { findings: findings, decisive: decisive };
  }

  function recognize(text, known) {
    var search = searching(text, known);
    search.go();
    return search.result();
  }

  scope.codepair_recognize = recognize;

  if (typeof WorkerGlobalScope !== "undefined" && scope instanceof WorkerGlobalScope) work_here();

  // -- the worker: what is told to a page is small, for it has to draw while it reads

  function work_here() {
    var MOST = 500, SLICE = 60, told = null, places = {}, texts = null, jobs = [], is_busy = false;

    function get(url) {
      return fetch(url).then(function (response) {
        if (!response.ok) throw new Error(response.statusText);
        return response.json();
      });
    }

    // The texts of all protocols: which are asked for does not tell what was found, and from then on no network is needed.
    function all_texts() {
      var names = Object.keys(places);
      texts = texts || Promise.all(names.map(function (name) { return get(places[name]); })).then(function (found) {
        var by_name = {};
        names.forEach(function (name, at) { by_name[name] = found[at]; });
        return by_name;
      });
      texts.catch(function () { texts = null; });
      return texts;
    }

    // What of all texts findings need: of each code what it says, of the one that decides what to do as well.
    function needed(found, of_all) {
      var part = {}, decisive = found.decisive < 0 ? null : found.findings[found.decisive].address, known = [];
      function of(name) {
        var all = of_all[name];
        return part[name] = part[name] || { name: all.name, fields: all.fields, codes: {}, pairs: {} };
      }
      found.findings.forEach(function (each) {
        if (of_all[each.protocol]) of(each.protocol);
        [each.address].concat(each.possible).forEach(function (address) {
          var name = address && address.split("/")[0];
          if (!address || known.indexOf(address) >= 0 || !of_all[name]) return;
          known.push(address);
          of(name).codes[address] = Object.assign({}, of_all[name].codes[address], address === decisive ? {} : { fixes: [] });
        });
      });
      known.forEach(function (one) {
        known.forEach(function (other) {
          var first = one.split("/"), second = other.split("/"), is_own = first[0] === second[0];
          var name = is_own ? one + "-vs-" + second[1] : "compare/" + first.join("-") + "-vs-" + second.join("-");
          var pair = own(of_all[first[0]].pairs, name);
          if (pair) part[first[0]].pairs[name] = pair;
        });
      });
      return part;
    }

    function is_of_any(finding, known) {
      var of = known.find(function (one) { return one.id === finding.protocol; });
      return !of.covered && of.fields.some(function (field) { return field.id === finding.field && field.indirect; });
    }

    // A page shows no more than it can draw at once: the first, and what decides. `levels` says which codes are as grave.
    function shortened(job, known) {
      var found = job.search.result(), first = found.findings.slice(0, MOST), levels = {};
      // Words that any program prints, such as an error of the system, are searched where they are typed.
      if (!job.is_pasted && first.every(function (each) { return is_of_any(each, known); })) {
        found = { findings: [], decisive: -1 };
        first = [];
      }
      if (found.decisive >= MOST) first.push(found.findings[found.decisive]);
      first.forEach(function (each) {
        var of = known.find(function (one) { return one.id === each.protocol; });
        var level = own(of.levels, each.address);
        if (each.address) levels[each.address] = level === null ? 2 : level;
      });
      return {
        findings: first, decisive: Math.min(found.decisive, MOST), total: found.findings.length, levels: levels,
        signs: job.search.signs()
      };
    }

    function tell(job, found) {
      found.of = job.of;
      // Words that are typed wait for no texts.
      if (!found.findings.length) return scope.postMessage(Object.assign(found, { texts: {} }));
      all_texts().then(function (of_all) {
        found.texts = needed(found, of_all);
        scope.postMessage(found);
      }).catch(function () { scope.postMessage({ of: job.of, failed: true, findings: [] }); });
    }

    // One slice of the oldest text; between two of them the page may say that it wants no more.
    function work(known) {
      var job = jobs[0], found = null;
      if (!job) {
        is_busy = false;
        return;
      }
      job.search = job.search || searching(job.text, known);
      if (job.search.go(Date.now() + SLICE)) {
        jobs.shift();
        tell(job, shortened(job, known));
      } else if (!job.is_told) {
        found = shortened(job, known);
        job.is_told = found.decisive >= 0;
        if (job.is_told) tell(job, Object.assign(found, { partial: true }));
      }
      setTimeout(work, 0, known);
    }

    function failed(error) {
      jobs = [];
      is_busy = false;
      setTimeout(function () { throw error; });
    }

    scope.onmessage = function (event) {
      var data = event.data;
      if (data.known) {
        places = data.texts || {};
        told = Promise.all(data.known.map(get));
        // Expressions are compiled before the first text comes.
        told.then(function (known) { recognize("", known); });
      } else if (data.stop) {
        jobs = [];
      } else if (data.about) {
        tell(data, {
          findings: [{ protocol: data.about.split("/")[0], address: data.about, possible: [] }],
          decisive: 0, total: 1, levels: {}
        });
      } else {
        jobs.push({ text: data.text, of: data.of, is_pasted: data.is_pasted });
        if (data.is_pasted) all_texts().catch(function () {});
        if (is_busy) return;
        is_busy = true;
        told.then(work).catch(failed);
      }
    };
  }
})(typeof self === "undefined" ? globalThis : self);
