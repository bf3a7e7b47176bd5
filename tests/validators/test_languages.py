"""The survey's language from InMoment's own codes and from everybody else's locales."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wootric_snippet import InvalidLanguage, InvalidText
from wootric_snippet.validators.languages import CODES, language_code

# inmoment.md, to the letter.
INMOMENTS = (
    "AR BE BG ZH_HANS ZH_HANT CZ DA NL NL_NL_X_INFORMAL EN ET FI FR DE DE_DE_X_INFORMAL EL HU ID IT JA KO LT LV MS NO "
    "PL PT PT_PT RO RU SL ES ES_MX SV TH TR UK VI"
).split()
MESSAGE = (
    "language: is not a language of InMoment's surveys; expected one of InMoment's codes (AR, BE, BG, CZ, DA, DE, "
    "DE_DE_X_INFORMAL, EL, EN, ES, ES_MX, ET, FI, FR, HU, ID, IT, JA, KO, LT, LV, MS, NL, NL_NL_X_INFORMAL, NO, PL, "
    "PT, PT_PT, RO, RU, SL, SV, TH, TR, UK, VI, ZH_HANS, ZH_HANT) or a locale of one of them, such as en-GB or pt_BR"
)
# Django's LANGUAGES, those that InMoment has.
DJANGOS = {
    "ar": "AR",
    "ar-dz": "AR",
    "be": "BE",
    "bg": "BG",
    "cs": "CZ",
    "da": "DA",
    "de": "DE",
    "el": "EL",
    "en": "EN",
    "en-au": "EN",
    "en-gb": "EN",
    "es": "ES",
    "es-ar": "ES",
    "es-co": "ES",
    "es-mx": "ES_MX",
    "es-ni": "ES",
    "es-ve": "ES",
    "et": "ET",
    "fi": "FI",
    "fr": "FR",
    "hu": "HU",
    "id": "ID",
    "it": "IT",
    "ja": "JA",
    "ko": "KO",
    "lt": "LT",
    "lv": "LV",
    "ms": "MS",
    "nb": "NO",
    "nl": "NL",
    "nn": "NO",
    "pl": "PL",
    "pt": "PT",
    "pt-br": "PT",
    "ro": "RO",
    "ru": "RU",
    "sl": "SL",
    "sv": "SV",
    "th": "TH",
    "tr": "TR",
    "uk": "UK",
    "vi": "VI",
    "zh-hans": "ZH_HANS",
    "zh-hant": "ZH_HANT",
}
# Django's LANGUAGES, those that InMoment has not.
DJANGOS_OTHERS = (
    "af ast az bn br bs ca ckb cy dsb eo eu fa fy ga gd gl he hi hr hsb hy ia io is ka kab kk km kn ky lb mk ml mn mr "
    "my ne os pa sk sq sr sr-latn sw ta te tg tk tt udm ug ur uz"
).split()
OTHERS = {
    "cs_CZ": "CZ",
    "cs-CZ": "CZ",
    "CS": "CZ",
    "cz": "CZ",
    "Cz": "CZ",
    "no": "NO",
    "nb-NO": "NO",
    "nn_NO": "NO",
    "en-US": "EN",
    "en_GB": "EN",
    "EN-gb": "EN",
    "en_US.UTF-8": "EN",
    "en_US_POSIX": "EN",
    "en-US-u-ca-buddhist": "EN",
    "de-AT": "DE",
    "de_DE@euro": "DE",
    "de_DE.ISO-8859-15@euro": "DE",
    "de-CH-1996": "DE",
    "de-DE": "DE",
    "de-DE-x-informal": "DE_DE_X_INFORMAL",
    "nl_NL_x_informal": "NL_NL_X_INFORMAL",
    "nl-BE": "NL",
    "nl-NL": "NL",
    "pt_BR": "PT",
    "pt-PT": "PT_PT",
    "pt_PT.UTF-8": "PT_PT",
    "pt-AO": "PT",
    "es_MX": "ES_MX",
    "es-419": "ES_MX",
    "es-ES": "ES",
    "es-US": "ES",
    "zh": "ZH_HANS",
    "zh-CN": "ZH_HANS",
    "zh_CN": "ZH_HANS",
    "zh-SG": "ZH_HANS",
    "zh-TW": "ZH_HANT",
    "zh_TW": "ZH_HANT",
    "zh-hk": "ZH_HANT",
    "zh-MO": "ZH_HANT",
    "zh-Hant-HK": "ZH_HANT",
    "zh_Hans_CN": "ZH_HANS",
    "zh-hans-hk": "ZH_HANS",
    "zh_TW.Big5": "ZH_HANT",
    "fr-CA": "FR",
    "ar-EG": "AR",
}


def test_the_codes_are_inmoments() -> None:
    assert set(INMOMENTS) == CODES


@pytest.mark.parametrize("code", INMOMENTS)
def test_a_code_of_inmoments_stays_however_it_is_written(code: str) -> None:
    for written in (code, code.lower(), code.replace("_", "-"), code.lower().replace("_", "-"), code.title()):
        assert language_code("language", written) == code


@pytest.mark.parametrize(("locale", "code"), [*DJANGOS.items(), *OTHERS.items()])
def test_a_locale_becomes_the_closest_code(locale: str, code: str) -> None:
    assert language_code("language", locale) == code


@pytest.mark.parametrize(
    "language",
    [
        *DJANGOS_OTHERS,
        *("", " ", "C", "POSIX", "e", "english", "English", "x-default", "*", "en,de;q=0.5", "en-US,en", "-en", "_en"),
        *("en-", "en--US", "en GB", "en\n", " en", "en-GB ", "en/GB", "en-ümlaut", "ｅｎ", "eng", "fil-PH", "dex"),  # noqa: RUF001
        *("en-abcdefghi", "en_US.UTF-8 ", "en_US@", "en_US.", "en@euro.UTF-8", "i-klingon", "İt", "0", "en\0"),
    ],
    ids=ascii,
)
def test_unsupported_language_is_refused(language: str) -> None:
    with pytest.raises(InvalidLanguage) as caught:
        language_code("language", language)
    assert str(caught.value) == MESSAGE


@pytest.mark.parametrize("anything", [None, 5, True, b"en", ["en"]], ids=repr)
def test_language_of_another_type_is_refused(anything: Any) -> None:
    with pytest.raises(InvalidText) as caught:
        language_code("user.language", anything)
    problem = "is None" if anything is None else f"is of type {type(anything).__name__}"
    assert str(caught.value) == f"user.language: {problem}; expected a str, a lazy string or a UUID"


@given(
    st.text()
    | st.text("abcdehnszxt-_.@0", max_size=20)
    | st.tuples(st.sampled_from(INMOMENTS), st.text(max_size=5)).map("".join)
)
def test_any_value_gives_a_code_or_an_error_without_the_value(anything: str) -> None:
    try:
        code = language_code("language", anything)
    except InvalidLanguage as error:
        code = str(error)
    assert code in {*INMOMENTS, MESSAGE}
    assert code == MESSAGE or language_code("language", code) == code
