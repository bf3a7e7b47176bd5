"""Survey languages: InMoment's codes, and the locales that Django, gettext and browsers use for them."""

import re
from functools import lru_cache
from typing import Any

from wootric_snippet.errors import InvalidLanguage
from wootric_snippet.validators.text import text

CODES = frozenset(
    (
        "AR BE BG ZH_HANS ZH_HANT CZ DA NL NL_NL_X_INFORMAL EN ET FI FR DE DE_DE_X_INFORMAL EL HU ID IT JA KO LT LV "
        "MS NO PL PT PT_PT RO RU SL ES ES_MX SV TH TR UK VI"
    ).split()
)
"""InMoment's codes for NPS surveys (CES has no CZ, ID, LT, LV, SL; CSAT no DA, ID, LT, LV, SL, VI)."""

# The longest that a locale begins with decides. First those whose code is the locale in capitals.
_BY_LOCALE = {code.lower().replace("_", "-"): code for code in CODES} | {
    "cs": "CZ",
    "nb": "NO",
    "nn": "NO",
    "zh": "ZH_HANS",
    "zh-hk": "ZH_HANT",
    "zh-mo": "ZH_HANT",
    "zh-tw": "ZH_HANT",
    "es-419": "ES_MX",
}

_ACCEPTED = f"one of InMoment's codes ({', '.join(sorted(CODES))}) or a locale of one of them, such as en-GB or pt_BR"
# gettext's form may end in an encoding or a variant: de_DE.UTF-8, de_DE@euro.
_LOCALE = re.compile(r"([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*)(?:\.[A-Za-z0-9-]+)?(?:@[A-Za-z]+)?")


def language_code(field: str, value: Any) -> str:
    """Return InMoment's code for a code of its own or a BCP 47, Django or gettext locale.

    The locale is shortened from its end until a code fits, as RFC 4647's lookup does: `en-GB` is EN, `pt-br` is PT
    (InMoment's PT is Brazil's), `zh-hant-hk` is ZH_HANT.

    Raises:
        InvalidLanguage: InMoment has no survey in that language.

    Examples:
        >>> language_code("language", "zh_TW")
        'ZH_HANT'
    """
    if (code := supported_language(value if type(value) is str else text(field, value))) is None:
        raise InvalidLanguage(field, "is not a language of InMoment's surveys", _ACCEPTED)
    return code


@lru_cache(maxsize=128)  # a site has few locales
def supported_language(locale: str) -> str | None:
    """Return InMoment's code for a locale, such as `en-GB`; `None` where it has none."""
    match = _LOCALE.fullmatch(locale)
    prefix = match[1].lower().replace("_", "-") if match else ""
    while prefix and prefix not in _BY_LOCALE:
        prefix = prefix.rpartition("-")[0]
    return _BY_LOCALE.get(prefix)
