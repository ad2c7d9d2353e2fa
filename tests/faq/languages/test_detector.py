"""A message is English unless there is good evidence of another language."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.languages.detector import OFTEN, LanguageDetector, _by_length, _is_typo, _typos
from faq.models import Faq
from faq.outcome import ENGLISH, Foreign, Match, Ranking
from faq.safety.detector import RedFlags
from faq.text import MAX_LENGTH
from tests.faq.assistants import assistant_of
from tests.faq.languages import language
from tests.faq.sample_faq import LEGS, covered, faq

SPANISH = language("es", common=("el", "mañana", "piernas", "noche", "con"))
ITALIAN = language("it", common=("il", "notte", "gambe", "con"))
SMALL = LanguageDetector.of(replace(LEGS, languages=(SPANISH, ITALIAN)))
WORDS = st.lists(st.text("abcé", min_size=1, max_size=8), max_size=6)
ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.fixture(scope="module")
def detector(packaged: Faq) -> LanguageDetector:
    """The detector of the packaged content."""
    return LanguageDetector.of(packaged)


@pytest.mark.parametrize("message", ["el piernas noche", "PIERNAS EN LA NOCHE", "manana con el piernas"])
def test_the_curated_words_of_a_language_tell_it_in_any_case_and_without_accents(message: str) -> None:
    assert SMALL.detect(message) == "es"


def test_the_language_with_most_of_the_words_is_told() -> None:
    assert SMALL.detect("con il gambe") == "it"
    assert SMALL.detect("con el piernas") == "es"


@pytest.mark.parametrize(
    "message", ["what is ferritin", "does coffee help", "running after dinner", "", "?!", "42", "🙏"]
)
def test_what_the_lexicon_knows_or_what_has_no_word_is_english(message: str) -> None:
    assert SMALL.detect(message) == ENGLISH


@pytest.mark.parametrize("message", ["what is feritin", "massge my calvs", "excercise", "pregnent and restles"])
def test_typos_of_english_words_are_english(message: str) -> None:
    assert SMALL.detect(message) == ENGLISH


@pytest.mark.parametrize("message", ["el", "il con", "con el"])
def test_one_or_two_short_words_tell_nothing(message: str) -> None:
    assert SMALL.detect(message) == ENGLISH


def test_one_long_word_of_a_language_tells_it() -> None:
    assert SMALL.detect("piernas") == "es"


def test_a_word_that_english_texts_use_often_is_no_evidence() -> None:
    german = language("de", common=("brand", "warum"))
    seldom = faq(covered("brand", "which brand of iron"))
    often = faq(covered("brand", *(f"brand {number}" for number in range(OFTEN))))
    assert LanguageDetector.of(replace(seldom, languages=(german,))).detect("brand brand brand") == "de"
    assert LanguageDetector.of(replace(often, languages=(german,))).detect("brand brand brand") == ENGLISH


@pytest.mark.parametrize(("message", "code"), [("доброе утро, ёж", "ru"), ("早上好", "zh"), ("ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", "mul")])
def test_another_script_tells_the_language_at_once(message: str, code: str) -> None:
    assert SMALL.detect(message) == code


def test_a_content_without_languages_takes_all_for_english() -> None:
    everything = LanguageDetector.of(LEGS)
    assert everything.detect("早上好") == everything.detect("buenos días a todos") == ENGLISH


@pytest.mark.parametrize(
    ("message", "sure"),
    [
        ("what is ferritin", True),
        ("should i avoid coffee in xyzzy", True),
        ("xyzzy", False),
        ("", True),
        ("🙏", False),
        ("is il", False),
        ("what is notte piernas noche gambe", False),
    ],
)
def test_a_text_is_surely_english_by_the_words_that_the_lexicon_knows(message: str, *, sure: bool) -> None:
    assert SMALL.is_english(message) is sure


@given(ANY_TEXT)
def test_any_text_has_a_language(text: str) -> None:
    assert SMALL.detect(text)
    assert SMALL.is_english(text) in {True, False}


@given(st.lists(st.sampled_from(["el", "con", "noche", "ferritin", "the", "piernaz", "ñ", "7", "🙏"]), max_size=40))
def test_any_mixture_of_words_has_a_language(words: list[str]) -> None:
    assert SMALL.detect(" ".join(words))


@pytest.mark.parametrize("part", ["noche ", "a", "é", "xyzzy ", "ي", "字", "\N{COMBINING ACUTE ACCENT}"])
def test_a_message_of_full_length_of_anything_has_a_language(part: str) -> None:
    assert SMALL.detect((part * MAX_LENGTH)[:MAX_LENGTH])


ORDINARY = [
    ("es", "ayer vi una película muy buena con mis amigos"),
    ("pt", "meus vizinhos compraram uma casa nova na praia"),
    ("fr", "ce matin nous avons pris le train pour la mer"),
    ("de", "gestern habe ich mit meinen Nachbarn im Garten gegrillt"),
    ("it", "ieri abbiamo mangiato una pizza molto buona"),
    ("ru", "вчера мы ходили в кино с друзьями"),
    ("uk", "вчора ми їздили до бабусі в село"),
    ("tr", "dün akşam arkadaşlarımla sinemaya gittik"),
    ("ar", "ذهبنا أمس إلى السوق مع الجيران"),
    ("fa", "دیروز با دوستانم به پارک رفتیم و چای خوردیم"),
    ("hi", "कल हम बाज़ार गए और सब्ज़ी खरीदी"),
    ("hi-Latn", "kal hum bazaar gaye aur sabzi kharidi"),
    ("id", "kemarin kami pergi ke pasar bersama tetangga"),
    ("pl", "wczoraj poszliśmy z przyjaciółmi do kina"),
    ("zh", "昨天我们去公园散步"),
    ("ja", "昨日は友達と映画を見ました"),
    ("ko", "어제 친구와 영화를 봤어요"),
]


@dataclass(frozen=True, slots=True)
class Unlikely:
    """Ranks the first entry, with no likelihood."""

    faq: Faq

    def rank(self, question: str) -> Ranking:
        return Ranking((Match(self.faq.entries[0], 0.0),))


@pytest.mark.parametrize(("code", "message"), ORDINARY, ids=[code for code, _ in ORDINARY])
def test_an_ordinary_message_in_another_language_is_told_as_foreign(
    packaged: Faq, red_flags: RedFlags, code: str, message: str
) -> None:
    outcome = assistant_of(packaged, Unlikely(packaged), red_flags).ask(message)
    assert isinstance(outcome, Foreign)
    assert outcome.language == code


@pytest.fixture(scope="module")
def red_flags(packaged: Faq, detector: LanguageDetector) -> RedFlags:
    """The red flags of the packaged content, in all its languages."""
    return RedFlags(packaged, detector)


LOOK_UPS = [
    "feritin", "ferretin", "ferritn", "ferritine", "pramipexole", "ropinirol", "gabapentina", "gabapentine",
    "pregabalin", "ferro sanol", "per os", "rls", "RLS", "mg", "sat", "tsat", "tibc", "transferrin sat", "vit c",
    "vitamina", "magnezium", "restles legs", "levodopa", "sifrol", "requip xl", "tardyferon", "ferinject", "maltofer",
    "b12", "plmd", "anaemia", "haemoglobin", "Willis-Ekbom", "ferrous fumarate 210 mg", "crp", "ng/ml", "naïve", "tea?",
]  # fmt: skip


@pytest.mark.parametrize("typed", LOOK_UPS)
def test_a_look_up_of_a_word_a_typo_or_a_medicine_stays_english(
    detector: LanguageDetector, red_flags: RedFlags, typed: str
) -> None:
    assert detector.detect(typed) == ENGLISH
    assert red_flags.detect(typed) is None


@pytest.mark.parametrize(
    "question",
    [
        "my legs are driving me mad tonight",
        "can I drink el cafe con leche with iron",
        "is it ok to take ferrous gluconate on an empty stomach",
        "doc put me on ropinirole 0.25, any gd?",
        "wat is a gud iron tablt",
    ],
)
def test_an_english_question_stays_english(detector: LanguageDetector, question: str) -> None:
    assert detector.detect(question) == ENGLISH


@given(WORDS, WORDS)
def test_the_typos_of_many_words_are_those_of_each(words: list[str], english: list[str]) -> None:
    lexicon = _by_length(set(english))
    assert _typos(set(words), lexicon) == {word for word in words if _is_typo(word, lexicon)}
