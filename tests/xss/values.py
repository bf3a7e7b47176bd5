"""Values that have broken script blocks elsewhere, by what each family is after. What runs sets `owned`."""

import string
import unicodedata
from base64 import b64encode
from collections.abc import Callable
from itertools import product
from urllib.parse import quote

RUN = "owned=1"
_SCRIPT = f"<script>{RUN}</script>"
_IMAGE = f"<img src=x onerror={RUN}>"

_ELEMENTS = "script SCRIPT ScRiPt style title textarea noscript iframe svg math template xmp body html head".split()
_TAG_ENDS = ["", ">", " >", "\t>", "\n>", "\f>", "/>", "/x>", ' a="b">']
_CLOSING_OTHERWISE = ["</ script>", "<\\/script>", "&lt;/script&gt;", "\\u003c/script\\u003e", "\\x3c/script\\x3e"]

_COMMENTS = ["<!--", "<!-->", "<!--->", "<!-- x", "<!--<script", "<!--<script>", "<!--<SCRIPT ", "<!--<script/", "-->"]
_AFTER_COMMENT = ["", "</script>", f"--></script>{_SCRIPT}", f"</script>{_SCRIPT}", f"-->{_SCRIPT}", f"\n-->{RUN}"]
_STATES = [
    "--!>",
    "<!-- --!>",
    "<![CDATA[",
    "]]>",
    "<script",
    "<scrip",
    "<",
    "</",
    "</s",
    "<!",
    "<!-",
    "<?php",
    "<%= 1 %>",
]

_BACKSLASH = "\\"
_BREAKS = [f";{RUN};", f"+({RUN})+", f"),{RUN},(", f"*/{RUN}/*", f"\n{RUN}//", f"\u2028{RUN}//", f"\u2029{RUN}//"]
_LITERALS = [
    *(
        "\\",
        "\\\\",
        "\\u0027",
        "\\u2028",
        "\\x27\\u0022",
        "\\u{27}",
        "\\47",
        "\\0",
        "\\u",
        "\\x",
        "\\N",
        "\\\n",
        "\\\r\n",
    ),
    *(
        "\n",
        "\r",
        "\r\n",
        "*/",
        "//",
        "/*",
        "'",
        '"',
        "`",
        f"${{{RUN}}}",
        f"`${{{RUN}}}`",
        "$&$'$`$1",
        "%s %(x)s {0} {x}",
    ),
]

_DELIMITERS = [
    *(
        ("{{", "}}"),
        ("{%", "%}"),
        ("{#", "#}"),
        ("{{{", "}}}"),
        ("<%", "%>"),
        ("<%=", "%>"),
        ("<%-", "%>"),
        ("<?", "?>"),
    ),
    *(("<?php", "?>"), ("${", "}"), ("#{", "}"), ("*{", "}"), ("@{", "}"), ("[[", "]]"), ("[(", ")]"), ("{", "}")),
    *(("@(", ")"), ("<#", "#>"), ("#set(", ")"), ("{{!", "}}")),
]
_BODIES = ["", "7*7", RUN, f"constructor.constructor('{RUN}')()", "''.__class__.__mro__"]

_ELEMENTS_THAT_RUN = [
    *(_SCRIPT, _IMAGE, f"<svg onload={RUN}>", f"<svg><script>{RUN}</script></svg>", f"<body onload={RUN}>"),
    *(f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>', f"<iframe src=javascript:parent.{RUN}></iframe>"),
    *(f"<details open ontoggle={RUN}>", f"<input autofocus onfocus={RUN}>", f"<video src=x onerror={RUN}></video>"),
    *(f"<math><mtext></p><style><img src onerror={RUN}>", f"<object data=x onerror={RUN}>", "<base href=//x.invalid/>"),
    *("<meta charset=utf-7>", "<form><button>", "<plaintext>", "<textarea>", "<title>", "<template>", "<table><td>"),
]
_WAYS_OUT = ["", '">', "'>", "-->", "</script>", "</title>", "]]>", "'))</script>"]
_ATTRIBUTES = [
    *(
        f'" onload="{RUN}',
        f"' onload='{RUN}",
        f"` onload=`{RUN}",
        f"x onload={RUN}",
        f"javascript:{RUN}",
        "=",
        "/",
        ">",
    ),
    *(
        "<",
        "&",
        "&amp;",
        "&#39;",
        "&#x27;",
        "&quot;",
        "&notanentity",
        "&lt",
        "&#0;",
        "&#x110000;",
        "  two  ",
        " ",
        "''",
    ),
]

_ENCODED = [_SCRIPT, f"</script>{_IMAGE}", f"';{RUN};'", f'";{RUN};"']
_ENCODINGS: dict[str, Callable[[str], str]] = {
    "percent": quote,
    "percent, twice": lambda text: quote(quote(text)),
    "percent, all": lambda text: "".join(f"%{ord(character):02x}" for character in text),
    "entities, decimal": lambda text: "".join(f"&#{ord(character)};" for character in text),
    "entities, zeros": lambda text: "".join(f"&#{ord(character):07}" for character in text),
    "entities, hexadecimal": lambda text: "".join(f"&#x{ord(character):x};" for character in text),
    "JavaScript, \\u": lambda text: "".join(f"\\u{ord(character):04x}" for character in text),
    "JavaScript, \\x": lambda text: "".join(f"\\x{ord(character):02x}" for character in text),
    "JavaScript, \\u{}": lambda text: "".join(f"\\u{{{ord(character):x}}}" for character in text),
    "JavaScript, octal": lambda text: "".join(f"\\{ord(character):03o}" for character in text),
    "CSS": lambda text: "".join(f"\\{ord(character):06x}" for character in text),
    "quoted-printable": lambda text: "".join(f"={ord(character):02X}" for character in text),
    "UTF-7": lambda text: text.encode("utf-7").decode("ascii").replace("<", "+ADw-").replace(">", "+AD4-"),
    "base64": lambda text: f"data:text/html;base64,{b64encode(text.encode()).decode()}",
    "UTF-16, small end": lambda text: text.encode("utf-16-le").decode("latin-1"),
    "UTF-16, big end": lambda text: text.encode("utf-16-be").decode("latin-1"),
    "UTF-32": lambda text: text.encode("utf-32-le").decode("latin-1"),
    "overlong UTF-8": lambda text: "".join(f"\xc0{chr(0x80 | ord(c) & 0x3F)}" for c in text),
    "full width": lambda text: "".join(chr(ord(character) + 0xFEE0) for character in text),
    "mathematical": lambda text: "".join(
        chr(ord(c) + 0x1D3BF) if c in string.ascii_uppercase else c for c in text.upper()
    ),
    "ISO 2022": lambda text: f"\x1b$B{text}\x1b(B{text}\x1b(J",
    "byte order marks": lambda text: "\ufeff".join(text),
    "lead bytes": lambda text: "".join(f"\x81{character}\xe0" for character in text),
}

_CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
# By category, its characters in their order.
_CATEGORIES: dict[str, list[str]] = {}
for _character in map(chr, range(0xA1, 0x110000)):
    _CATEGORIES.setdefault(unicodedata.category(_character), []).append(_character)
_UNICODE = [
    *(
        "e\u0301",
        "\xe9",
        "Ω ﬀ ß İ ı ſ K",
        "</ſcript>",
        "<ſcript>owned=1</ſcript>",
        "‹script›",
        "〈script〉",
        "≮script≯",
    ),
    *("<\u0338script>", "&\u0338lt;", "'\u0301", "日本語", "ソ表能\\", "مرحبا", "שלום", "ไทย", "नमस्ते", "한글", "각"),
    *(
        "😀👩‍👩‍👧‍👦",
        "🇩🇪",
        "👍🏽",
        "❤️",
        "🏴\U000e0067\U000e0062\U000e007f",
        "\u200b\u200e\u202e",
        "\u202eevil\u202c",
        "\u2066x\u2069",
    ),
    *(
        "\u2028",
        "\u2029",
        "\x85",
        "\xa0\u3000\u1680\u180e\u2000",
        "\ufeff",
        "a\ufeff",
        "\ufff9x\ufffb",
        "\ufffd",
        "\ufffc",
    ),
    *(
        "\ud83d",
        "\ude00",
        "\ude00\ud83d",
        "\ud83d\ude00",
        "\ud83d<",
        "\ud83d'",
        "\ud83d\\",
        "\udfff\udfff",
        "\ud800\ud800\udc00",
    ),
    *("Z̷̡a͔l̵g̝o̸", "a" + "\u0301" * 200, "\u115f", "\u3164", "\u034f", "\u00ad", "\u2060", "\ufe0f", "‘’“”", "ʼ＇＂｀"),
]

_NAMES = """
    __proto__ constructor prototype toString toLocaleString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable
    __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ toJSON then length name arguments caller
    undefined window self top parent document location history navigator eval alert Function Object Array JSON Symbol
    customMessages Wootric wootric wootricSettings wootricSnippet WootricSurvey settings commands globals sdk async
    consent onerror onload innerHTML src text __class__ __dict__ __init__ __name__ self.__class__ default class null
""".split()

_NUMBERS = """
    0 -0 +0 1 -1 00 007 1. .5 1e5 1e999 -1e999 1E-400 0x10 0X1F 0o17 0b11 1n 1_000 1,000 NaN -NaN nan Infinity -Infinity
    inf Inf 9007199254740991 9007199254740992 9007199254740993 -9007199254740993 18446744073709551616 340282e38
    2147483648 -2147483649 4294967296 0.1 0.30000000000000004 1.7976931348623157e308 1.7976931348623159e308 5e-324 null
    true false None True False undefined [] {} [object] void(0) 2015-01-01 1970-01-01T00:00:00Z 31557600000 ١٢٣ ½ ² 1² Ⅷ
""".split()

_OTHERS = [
    *(
        "' OR '1'='1",
        "'; DROP TABLE users;--",
        "$(id)",
        "`id`",
        "; ls",
        "| ls",
        "&& ls",
        "../../../etc/passwd",
        "C:\\x\\n",
    ),
    *(
        "=1+1",
        "@SUM(1)",
        "+1",
        "-1",
        "x\r\nSet-Cookie: a=b",
        "x\r\n\r\n<html>",
        "%0d%0aX: y",
        "%n%n%s",
        "{0.__class__}",
    ),
    *(
        "${jndi:ldap://x.invalid/}",
        "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///'>]>&y;",
        "()_{:;};",
        "\\\\x\\y",
        "*)(uid=*",
    ),
    *(
        "//x.invalid/x.js",
        "https://x.invalid/?a=b&c=d#e",
        "mailto:a@b.invalid",
        "user+tag@example.com",
        "a@b\nc",
        '"a b"@c.d',
    ),
]
_OURS = [
    *(
        "\0payload\0",
        "\0nonce\0",
        "\0",
        "{{ payload }}",
        "{{ nonce }}",
        "JSON.parse('",
        "'))",
        "\"}}'))",
        '"},"commands":["run"]}',
    ),
    *(
        '","email":"other@example.com',
        "wootricSnippet.show({})",
        "wootricSnippet.shutdown()",
        "//# sourceMappingURL=x.map",
    ),
    *(
        "//@ sourceURL=x",
        "'use strict'",
        "</script><script type=application/json>{}</script>",
        '{"__proto__":{"owned":1}}',
    ),
]
_FILLINGS = ["x", "</script>", "<!--<script>", "\\", "'", '"', "&", "\u2028", "\0", "😀", "\ud800", "日", "[", "{"]

FAMILIES: dict[str, list[str]] = {
    # The HTML parser ends a script at the first end tag, whatever JavaScript makes of the place.
    "closing tags": [
        f"{tag}{_SCRIPT}{_IMAGE}"
        for tag in [*(f"</{element}{end}" for element, end in product(_ELEMENTS, _TAG_ENDS)), *_CLOSING_OTHERWISE]
    ],
    # `<!--` and then `<script` lead to a state in which `</script>` no longer ends the element.
    "script data states": [f"{comment}{after}" for comment, after in product(_COMMENTS, _AFTER_COMMENT)] + _STATES,
    # A string literal ends at its quote, at a line's end, or at U+2028 in older JavaScript; a backslash hides a quote.
    "JavaScript literals": _LITERALS
    + [f"{_BACKSLASH * slashes}{mark}{end}{mark}" for mark, slashes, end in product("'\"`", range(4), _BREAKS)],
    # What a template engine further on, on the server or in the page, would take for its own.
    "template languages": [f"{before}{body}{after}" for (before, after), body in product(_DELIMITERS, _BODIES)],
    # Markup that runs something or changes the page, behind what would end the place that it stands in.
    "markup": [f"{way_out}{element}" for way_out, element in product(_WAYS_OUT, _ELEMENTS_THAT_RUN)],
    # An attribute ends at its quote or at white space, and has escapes of its own.
    "attributes": _ATTRIBUTES,
    # Text that only a second decoding, or the wrong one, would turn into markup or an end of the string.
    "encodings": [encode(text) for encode, text in product(_ENCODINGS.values(), _ENCODED)],
    # Each control character, by itself and where a lax parser would overlook it.
    "control characters": [
        form.format(control)
        for control, form in product(_CONTROLS, ["{}", f"<{{}}/script>{_SCRIPT}", f"';{{}}{RUN}//"])
    ],
    # The ends and the middle of every plane: no character is lost or changed, in no encoding of the page.
    "Unicode planes": [
        chr(plane * 0x10000 + at) for plane, at in product(range(17), [0x4E00, 0xA000, 0xFFFD, 0xFFFE, 0xFFFF])
    ],
    # The first and the last character of every category that Unicode knows.
    "Unicode categories": [characters[end] for characters in _CATEGORIES.values() for end in (0, -1)],
    # What normalising, changing case, turning around or joining would make into something else.
    "Unicode oddities": _UNICODE,
    # Names that objects, windows and the snippet itself have already: as keys they must be keys.
    "names": _NAMES,
    # What a reader that guesses types would take for a number, a bool, a date or nothing.
    "numbers": _NUMBERS,
    # What other languages along the way take for their own.
    "other languages": _OTHERS,
    # The marks and the code of this package's own markup.
    "this package's own": _OURS,
    # Too much of anything.
    "sizes": [filling * (5000 // len(filling)) for filling in _FILLINGS],
}

HUGE = [filling * (2**20 // len(filling.encode("utf-8", "surrogatepass"))) for filling in _FILLINGS]
"""Of a MiB each, in UTF-8."""

VALUES = list(dict.fromkeys(value for family in FAMILIES.values() for value in family if value))
