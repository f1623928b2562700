"""Records and questions made from a seed, of the shape that offices have.

One document has twelve tasks and sixty updates, a hundred syllables each. Syllables are
put together as Vietnamese puts them together, and are about as unequally frequent: the middle
one of those counted as common is in some 44 of 100 records, as where everybody writes about
one subject. Agencies, days and states differ.
"""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise

from search_index import Scoped, SearchRecord

TASKS_PER_DOCUMENT = 12
UPDATES_PER_DOCUMENT = 60
FAMILY = 1 + TASKS_PER_DOCUMENT + UPDATES_PER_DOCUMENT
WORDS_PER_RECORD = 62  # of one or two syllables
AGENCIES = 60
FIRST_DAY = date(2021, 1, 1)
DAYS = 1500
TODAY = date(2024, 6, 15)

_ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x"
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăt âm ân âng ât âu ây e em en eo et "
    "ê êm ên ênh êt êu i iêm iên iêng iêt iêu im in inh it iu o oa oai oan oc oi om on ong ot "
    "ô ôc ôi ôm ôn ông ôt ơ ơi ơn ơt u uân uât ui um un ung uôc uôi uôn uông ut ư ưa ưc ưng "
    "ươc ươi ương ưu y"
)
_TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]
_VOWELS = "aăâeêioôơuưy"
_SYLLABLES, _WORDS, _ONE_SYLLABLE = 6000, 9000, 0.4
_SAMPLE = 4000
_LONG = 4
_COMMON = 50
_WORK = ("Xây dựng nông thôn mới", "Giáo dục", "Y tế", "Giao thông", "Môi trường", "Ngân sách")


def made_records(count: int, seed: int) -> Iterator[SearchRecord]:
    """Give so many records; the same for the same seed, and fewer are the first of more."""
    dice = random.Random(seed)  # noqa: S311 - repeatable on purpose, and nothing secret
    words, weights = _words(dice)
    for number in range(count):
        yield _record(
            number,
            dice,
            " ".join(dice.choices(words, None, cum_weights=weights, k=WORDS_PER_RECORD)),
        )


def _record(number: int, dice: random.Random, text: str) -> SearchRecord:
    document, place = divmod(number, FAMILY)
    task = document * TASKS_PER_DOCUMENT + place % TASKS_PER_DOCUMENT
    kind = "directive" if not place else "task" if place <= TASKS_PER_DOCUMENT else "update"
    own = f"agency:{task % AGENCIES}"
    seen = ("office", own)
    agency = Scoped(str(task % AGENCIES), seen)
    day = FIRST_DAY + timedelta(days=dice.randrange(DAYS))
    due = FIRST_DAY + timedelta(days=90 + task % DAYS)
    states = ("open", "in-progress") if task % 3 else ("confirmed",)
    return SearchRecord(
        key=f"{kind}:{number}",
        kind=kind,
        group=f"task:{task}" if place else f"directive:{document}",
        text=text,
        visible_to=seen,
        names=(Scoped(f"Sở số {task % AGENCIES}", seen),),
        agencies=(agency,),
        leads=(agency,),
        statuses=tuple(Scoped(state, seen) for state in states),
        document=f"chi thi {document + 1}-CT/TU",
        document_kind="chi-thi" if document % 4 else "nghi-quyet",
        work=_WORK[document % len(_WORK)],
        fields_of_work=(_WORK[document % len(_WORK)],),
        date=day,
        due=due if task % 5 else None,
    )


def _words(dice: random.Random) -> tuple[list[str], list[float]]:
    """Return words of one and two syllables with their cumulated weights."""
    syllables = [
        _spelt(a, b, tone) for a in _ONSETS.split() for b in _RHYMES.split() for tone in _TONES
    ]
    dice.shuffle(syllables)
    syllables = syllables[:_SYLLABLES]
    weights = list(accumulate(1 / (rank + 3) for rank in range(_SYLLABLES)))
    words = [
        " ".join(
            dice.choices(syllables, cum_weights=weights, k=1 + (dice.random() > _ONE_SYLLABLE))
        )
        for _ in range(_WORDS)
    ]
    return words, list(accumulate(1 / (rank + 8) for rank in range(_WORDS)))


def _spelt(onset: str, rhyme: str, tone: str) -> str:
    """Return a syllable with its tone on the vowel that bears it."""
    marked = max(rhyme.rfind(letter) for letter in "ăâêôơư")
    if rhyme.startswith("oa") and len(rhyme) > len("oa"):
        marked = 1
    at = marked if marked >= 0 else next(i for i, a in enumerate(rhyme) if a in _VOWELS)
    return unicodedata.normalize("NFC", onset + rhyme[: at + 1] + tone + rhyme[at + 1 :])


@dataclass(frozen=True, slots=True)
class Questions:
    """Words to ask for; ``common_share`` is in how many of the records the middle one is."""

    common: list[str]
    rare: list[str]
    pairs: list[str]
    rows: list[str]
    beginnings: list[str]
    mistyped: list[str]
    common_share: float


def made_questions(records: Sequence[SearchRecord], count: int, seed: int) -> Questions:
    """Return so many questions of each kind about ``records``."""
    dice = random.Random(seed)  # noqa: S311 - repeatable on purpose, and nothing secret
    texts = [record.text.split() for record in records[:_SAMPLE]]
    shares = Counter(word for text in texts for word in set(text))
    common = [word for word, _ in shares.most_common(_COMMON)]
    rare = [word for word, found in shares.items() if found <= len(texts) * 0.002]
    rows = [dice.choice(list(pairwise(dice.choice(texts)))) for _ in range(count)]
    long = [word for word in shares if len(word) >= _LONG]
    return Questions(
        common=common[:count],
        rare=dice.sample(rare, count),
        pairs=[" ".join(dice.sample(common, 2)) for _ in range(count)],
        rows=[" ".join(row) for row in rows],
        beginnings=[word[:3] for word in dice.sample(long, count)],
        mistyped=[_mistyped(word, dice) for word in dice.sample(long, count)],
        common_share=shares[common[len(common) // 2]] / len(texts),
    )


def _mistyped(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word))
    return word[:at] + dice.choice("aehinotu") + word[at + 1 :]
