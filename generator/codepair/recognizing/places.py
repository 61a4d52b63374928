"""Where a number stands that is no code, whoever found it: a line, a column, a port, an exit status, an issue.

What a program's source and a stack trace have everywhere is told here once, not by each expression; so are the
numbers of everyday texts: in an address, in a directive of a web server's configuration, ``area code 404``, and
what is counted, ``403 vulnerabilities``. ``recognize.js`` has the same.
"""

from __future__ import annotations

import re

LONGEST_BEFORE = 100
"""How many letters before a number are read."""

LONGEST_BEHIND = 60
"""How many letters from a number on are read."""

_PLACE = re.compile(
    r"(?:\.(?:java|kts?|scala|groovy|clj|go|[cm]?[jt]sx?|vue"
    r"|svelte|py|pyx|rb|erb|phtml|php|c|cc|cpp|cxx|h|hh|hpp|mm?"
    r"|swift|rs|cs|vb|fs|exs?|erl|hrl|lua|p[lm]|sh|ps1|dart|hs"
    r"|ml|nim|zig|sql|html?|xml|json|ya?ml|toml|conf|cfg|tf)"
    r"(?:\?[^ :]{0,40})?(?:[:(]| ?:? line )|<anonymous>:|\"\]:)(?:\d{1,6}:)?\Z"
    r"|(?:\b(?:on|at|in) |[,;({\"'] ?)line(?:[_ ]?(?:no|number))?[\"']?[ :=]{1,3}\Z"
    r"|\b(?:file_line|lineno|line_?number|columns?|col|port)[\"']?[ :=]{1,3}\Z"
    r"|(?://[^ /]{1,80}|\blocalhost|\d\.\d{1,3}"
    r"|\w\.(?:com|net|org|edu|gov|info|io|dev|app|cloud|local|internal|lan|home|corp|svc|test"
    r"|example|invalid|[a-z]{2})):\Z"
    r"|\bexit(?:ed|s|ing)?(?:[ _-](?:with|an?|non-zero|error|status|code|value)){0,5}[\"']?[ :=(]{1,3}\Z"
    r"|\bsub-?process [a-z ]{1,40}[ (]{1,2}\Z"
    r"|/(?:issues|pulls?|discussions|merge_requests|commits?|jobs|runs|tickets?|browse|questions)/\Z"
    r"|(?:://[^\s\"'<>()|]{1,80}|(?:^|[^\d\s]\s|[\"'`(=])(?:/[\w.~%@-]{1,40}){0,6})/"
    r"(?:(?![\w.~%-]{0,40}(?:code|status)[-_]\Z)[\w.~%-]{0,40}[-_.])?\Z"
    r"|[<>]= ?\Z|\bUPnPError:? (?:errorCode: )?\Z|\bCSeq:? \Z|\bnta: [A-Z]{3,9} \(\Z"
    r"|\b(?:endorsement failure .{0,60}|chaincode error \()status: ?\Z|\bchaincode response \Z"
    r"|\b(?:error_page(?: \d{3}){0,6}|ErrorDocument|errorfile|RedirectMatch|deny_status"
    r"|limit_\w{3,5}_status) \Z|\b[A-Z_]{3,20}/[1-5]\d\d \Z"
    r"|://\S{1,90}[?&](?!\w{0,20}(?:err|http|resp))[\w.]{1,20}=\Z"
    r"|\b(?:leet|bar|en|de|uni|op|byte|vs|x)codes?[ #:]{1,3}\Z|^(?:Get|Hit|Ign):\Z"
    r"|#\s?define (?!HTTP|SIP)\w{1,60}\s{1,20}\Z"
    r"|(?:^|[^.\w])(?:area|country|dial(?:l?ing|-in)|city"
    r"|region(?:al)?|zip|postal|post|pin|pass|entry|door|gate|alarm"
    r"|unlock|payment|promo(?:tional)?|coupon|discount|voucher|gift|referral|invit(?:e|ation)|product|item|stock"
    r"|model|paint"
    r"|colou?r|dress|building|civil|penal|criminal|tax|labou?r|bank|branch|sort|swift|currency|airport|airline"
    r"|diagnosis|billing|procedure|cpt|icd(?:-\d{1,2})?|conference|meeting|course|department|station|store|shipping"
    r"|tracking|booking|reservation|order|invoice|verification"
    r"|confirmation|security|language|industry|job|cost|batch"
    r"|lot|cheat|vat|auth(?:ori[sz]ation)?|one-time|activation|serial|blink|flash|beep"
    r"|fault|obd|trouble|engine)[ -]codes?(?: is| was| of)?[\"']?[ :=#(]{1,3}\Z"
    r"|\b(?:pid|tid|thread|worker|uid|gid|user_?id|order_?id|id|seq|idx|offset|ticket|order|req)[\"']?[ #:=]{1,3}\Z"
    r"|(?:[:._'\"-]version[\"']? ?[:=] ?|(?:^|[^ \w]\s?)version="
    r"|\b(?:tls|ssl|schema|protocol|firmware) version[ :=]{1,3})\Z"
    r"|\b(?:exp|ttl|max-?age|content-length|min-se|session-expires|expires_?in)[\"']?[:=] ?\Z"
    r"|\b(?:(?:min-|session-)?expires|max-forwards|retry-after|cseq|content-length|min-se)(?: header| field){0,2}"
    r"(?: (?:with|of|is|was|to|has|an?|the|value)){1,4} \Z"
    r"|\[(?:worker|thread|pool|main)[\w-]{0,20}\] \Z"
    r"|\b(?:that|this|it)(?:'s| is) not an? \Z|\btests? (?:failed|passed|skipped)[ :]{1,2}\Z"
    r"|\b(?:enter|your|dial) (?:the )?code(?: is)?[ :]{1,2}\Z|\b(?:code|error|status)[ :=]{1,2}-\Z"
    r"|\b(?:phone|mobile|fax|telephone|account|card) numbers? (?:ends? (?:with|in) |is |: ?)\Z"
    r"|\b(?:class|import|function|def|func|extends) [A-Za-z_]{1,40}\Z|\(delta \Z"
    r"|\b(?:mean|median|rms|max|training|pixel|average|absolute|squared|standard|relative) errors?[ :=]{1,3}\Z"
    r"|\b(?:printer|washing machine|washer|dishwasher|dryer|oven|fridge|boiler|furnace|heat pump|bmw|audi|tesla|tv)"
    r"(?: (?:shows?|says?|displays?|gives?))?(?: an?| the)? (?:error|fault)?(?: ?code)?[ :]{1,2}\Z"
    r"|\b(?:code postal|codice postale|postleitzahl|plz|rooms?|flights?|highway|chapter|section|paragraph|figure"
    r"|invoice|suite|apartment|apt\.?|seat|s&p|fortune|levi's|peugeot|boeing|fiat)(?: no\.?| number)? #?\Z"
    r"|[\"']\w{0,30}(?:size|bytes|bytes_sent|bytes_received|length|duration|time"
    r"|latency|elapsed|port|_id|user|sec|count|total|offset)[\"'] ?[:=] ?[\"']?\Z"
    r"| [a-z-]{2}-[a-z-] (?:\d{1,6}/){0,4}\Z|\d\.\d{3} [1-5]\d\d (?:[1-5]\d\d"
    r"|-) (?:\d{1,9} )?\Z|::\w{1,60}\[\Z|\bSSRC=0x\Z"
    r"|\bMSRP \w{1,40} \Z|\blistening on \Z"
    r"|\b[Cc]losing connection \Z|\b(?:Unr|R)egistered SIP '\Z|\b(?:max-age|revalidate) to \Z"
    r"|\b(?:PR|MR|pull requests?|Fahrenheit|HD|salle|chambre|cola|sala|quarto|serverraum|raum|zimmer"
    r"|habitaci[^ -~]n|ph[^ -~]ng|m[^ -~]y nh[^ -~]nh|n[^ -~]i b[^ -~]|in page|(?:on|starts? on|see|to) page"
    r"|ramal [^ -~] o|the one in) \Z"
    r"|\bMilvusException: \(code=\Z|_(?:timeout|limit|size|ttl) to \Z|\bexpires? [^ -~] \Z"
    r"|\d:\d\d[.,]\Z|\b1[5-9]\d{8}\.\Z|\bICAP/1\.0 \Z|\b(?:Key|Index|Value)Error[ :]{1,3}['\"]?\Z",
    re.ASCII | re.IGNORECASE,
)

_BEHIND = re.compile(
    r"\d{1,6}(?:\([ck]\)|[.)] https?://|\] (?:new )?bytes|\.(?:html?|php|tsx?|jsx?|vue|astro|md|png|svg|erb)\b"
    r"|\n{1,2}<(?:!doctype|html)\b|\n\d\d:\d\d:\d\d[,.]\d{3} -->|; v\d| \[[\w -]{0,30}\d/\d{1,3}\]"
    r"| (?:done \d|sha256:|transferring |[gmkt]o d[e'])| \d{1,2} (?:obj|R)\b"
    r"|\](?:\[[\w-]{1,20}\])?:? [\w/-]{1,40}\.c\b|\.(?:wav|mp3|gsm|txt|log|pcap|conf)\b"
    r"|(?:/\d{1,7})? {6,40}(?:\d{1,3}(?:\.\d{1,3}){3}|\(Unspecified\))"
    r"|@[\w.-]|' => {1,20}\d{1,3}\. |/(?:tcp|udp|sctp)\b"
    r"| errors during bulk transfer| Host requires auth| FLOOD_WAIT| ?[-:(]{1,2} ?invalid (?:action|args)\b"
    r"| errors? in \d{1,6} files| matching artifact| (?:passing|pending|examples,)|=="
    r"|:[MSCX] \d\d [A-Z]|: session \d"
    r"|(?:/\d{1,5})?\] (?:Building|Linking|Compiling|Generating|Running) "
    r"| --- \[| gi[^ -~]y\b| errors generated|[ \t]The DNS server "
    r"|\]\ntype=| => \d{2,6},| ohms?\b| pixels?\b| (?:north|south|east|west)\b"
    r"| (?:pages|items)(?: \(at |/min)| has \d{1,5} calls\b| (?:answers from cache|recursions)\b"
    r"|(?:-| or \d{3}[ -])level\b(?![=:])| level(?: (?:status )?(?:errors?|codes?|responses?)\b|[,.;!?)\"'`\n]|\Z)"
    r"| requests (?:per [a-z]|in queue)| (?:hosts|phones|pods|peers)\b"
    r"| ?(?:req/s|rps|qps|[kmgt]?bit/s|[kmgt]i?b/s|ms|msecs?|seconds?|secondes?|segundos|sekunden)\b"
    r"| (?:[a-z]\.? )?(?:[a-z]{3,14} ){1,2}(?:street|st\.|avenue|ave\.|road|drive|boulevard|blvd|lane|parkway)"
    r"|[ -]page (?:(?:note)?book|novel|document|manual|report|thesis|pdf)\b"
    r"| (?:\w{3,12} )?(?:errors?,? (?:and |with )?\d{1,7} (?:warn|fail|pass|skip)|errors per )"
    r"| (?:at checkout\b|(?:and |to )?(?:gives?|gets?|saves?) \d)| area codes?\b"
    r"| (?:per|an?|every|each) (?:month|year|day|hour|week|minute|second|person|night)\b|/(?:month|year|mo|yr)\b"
    r"| (?:best|greatest|easy|simple|biggest|largest) [a-z]| \w{3,15} rows\b| vehicles/"
    r"| (?:(?:more|other|new|different|active|unread|open|unique|free|registered|known|fake|pairs of|kinds of) )?"
    r"(?:vulnerabilities|dependencies|songs|tracks|albums|playlists|videos|movies|films|episodes|photos|pictures"
    r"|paintings|books|articles|stories|chapters|recipes|posts|tweets|likes|views|comments|followers"
    r"|subscribers|fans|friends|contacts|members|customers|clients|passengers|guests|patients|students|pupils"
    r"|teachers|schools|employees|residents|families|households"
    r"|children|kids|men|women|persons|people|players|teams"
    r"|goals|assists|rebounds|votes|complaints|letters|emails|e-mails|parcels|boxes|bottles|cars|vehicles"
    r"|trains|flights|seats|tickets|rooms|beds|houses|homes|apartments|jeans|shoes|shirts|deaths|soldiers|species"
    r"|acres|hectares|miles|km|met(?:er|re)s|feet|inches|yards|cm|mm|kg|g|grams|lbs?|pounds|tonn?e?s|ounces|oz"
    r"|lit(?:er|re)s|ml|calories|kcal|watts|kw|volts|degrees|cents|eur|usd|gbp|dollars?|euros?|pesos|francs|rubles"
    r"|yen|rupees|vnd|St[^ -~]ck|puntos|metros|reais|z[^ -~]otych|korun|kronor|kr|lira|euroa|orang|ribu"
    r"|insertions|deletions|additions|modules|packages|plugins|widgets"
    r"|pixels|frames|replicas|snapshots|transactions|invoices|payments|reviews|ratings|downloads|stars"
    r"|forks|donations|visitors|participants|branches|products|orders|warnings|endpoints"
    r"|teilnehmern?|anrufe|seiten|dateien|nutzern?|benutzern?|besuchern?|kunden|zeilen"
    r"|bytes|times|bookings|hits(?= for\b)|applications|signatures|ways|hpa|pkr|inr|cad|chf|jpy|cny|brl"
    r"|(?:active|concurrent|simultaneous|registered|online) (?:\w{2,8} )?[a-z]{3,14}s"
    r"|ngh[^ -~]n|[^ -~]{2}ng|tri[^ -~]u|ng[^ -~]{2}i|kh[^ -~]ch|chi[^ -~]c|ng[^ -~]y|gi[^ -~])(?![\w:=/-]))",
    re.ASCII | re.IGNORECASE,
)

_THOUSANDS = re.compile(r"[ \t(~+$]\d{1,2}(?:,\d{3}){0,3},\Z", re.ASCII)
_HUNDREDS = re.compile(r"\d{3}(?:,\d{3}){0,3}(?!\d|,\d| [A-Z][a-z])", re.ASCII)
"""The rest of a number such as ``31,402``. In a row such as ``31,402,8`` more follows, behind a code its phrase."""

_FIRST = re.compile(r"^\d{1,2}(?:,\d{3}){0,3},\Z", re.ASCII)
_OF_WORD = re.compile(r"\d{3}(?:,\d{3}){0,3} [a-z]", re.ASCII)
"""A line that begins with ``2,404`` is one only before a word: it may be a row."""

_COUNTED = re.compile(r"\b(?:cause|attempt|try|retry) \d{1,2},\Z", re.ASCII | re.IGNORECASE)
"""Another number before a code: ``cause 17,486``."""

_RANGE = re.compile(r"[1-6]0[01] ?- ?[1-6]99\b", re.ASCII)
_RANGE_BEFORE = re.compile(r"\b[1-6]0[01] ?- ?\Z", re.ASCII)
_RANGE_END = re.compile(r"[1-6]99\b", re.ASCII)
"""``200-299`` has two numbers that are no codes; ``100-180`` and ``502-499`` may have."""

_RETURN = re.compile(r"(?:^|[:;{])\s*return \Z", re.ASCII | re.IGNORECASE)
_PROSE = re.compile(r"\d{3} (?!https?:)[A-Za-z]")
"""What shows that a line that begins with "return" is a sentence: a program's statement goes on otherwise."""


def before(text: str, at: int) -> str:
    """Return what stands in front of a position in its line, as far as it is read.

    >>> before("a\\nb 404", 4)
    'b '
    """
    return text[max(text.rfind("\n", 0, at) + 1, at - LONGEST_BEFORE) : at]


def is_place(text: str, at: int) -> bool:
    """Return whether a number at a position of a text is no code, but that of a line or a port, or what is counted.

    >>> [is_place(text, text.index("404")) for text in ("(A.java:404)", "x.js:10:404", "error: 404", "a.php: 404")]
    [True, True, False, False]
    >>> [is_place(text, text.index("404")) for text in ("got 404 views", "the area code 404", "/404-x", "got 404")]
    [True, True, True, False]
    >>> [is_place(text, text.index("404")) for text in ("return 404;", "return 404 not found when", "{ return 404")]
    [True, False, True]
    >>> [is_place(one, one.index("404")) for one in ("a 31,404", "2,404", "a 1,404,8", "try 2,404", "a 1,404,000")]
    [True, False, False, False, True]
    >>> [is_place(text, text.index("499")) for text in ("400-499", "502-499", "499")]
    [True, False, False]
    """
    front, behind = before(text, at), text[at : at + LONGEST_BEHIND]
    if _PLACE.search(front) or _BEHIND.match(behind):
        return True
    if _is_of_thousands(front, behind) or _is_end_of_range(front, behind):
        return True
    return _RETURN.search(front) is not None and _PROSE.match(behind) is None


def _is_of_thousands(front: str, behind: str) -> bool:
    """Return whether one or two digits stand in front: ``401,404`` is a list."""
    if _FIRST.search(front):
        return _OF_WORD.match(behind) is not None
    is_one = _THOUSANDS.search(front) is not None and _HUNDREDS.match(behind) is not None
    return is_one and _COUNTED.search(front) is None


def _is_end_of_range(front: str, behind: str) -> bool:
    is_last = _RANGE_BEFORE.search(front) is not None and _RANGE_END.match(behind) is not None
    return is_last or _RANGE.match(behind) is not None
