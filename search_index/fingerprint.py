"""A name for how texts are analysed at present: an index made otherwise has to be rebuilt.

Abbreviations are no part of it: they are worked into the questions, so that a change of theirs
is in force at once.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache

from search_index.entries import entry_of
from search_index.model import Scoped, SearchRecord
from search_index.tables import DOCUMENT_KINDS, ISSUER_SYMBOLS, KIND_SYMBOLS

_WORDS = (
    "Hoà thuận, hóa đơn; lý do, lí lẽ; thuỷ lợi, thủy sản; quý hai; hàng quý, hàng hoá; "
    "củaĐảng\u00a0bộ; đường – Dương; e\u0302\u0301 ấy; 23-CT/TU, 23ct/tu, 23 CT TU, "
    "120/2024/NQ-HĐND; chỉ thị số 23; NTM; tp. Rạch Giá; 50,5%; a_b; x²"
)


@cache
def fingerprint() -> str:
    """Return a short hash of what an index keeps of a text that has something of everything."""
    seen = (Scoped(_WORDS, ("office",)),)
    entry = entry_of(
        SearchRecord(
            key="task:1",
            kind="task",
            group="task:1",
            text=_WORDS,
            visible_to=("office",),
            names=seen,
            leads=seen,
            supporters=seen,
            agencies=seen,
            statuses=seen,
            document=_WORDS,
            document_kind="chi-thi",
            number=_WORDS,
            work=_WORDS,
            fields_of_work=(_WORDS,),
            date=date(2024, 2, 17),
            due=date(2024, 6, 30),
        )
    )
    tables = (DOCUMENT_KINDS, sorted(KIND_SYMBOLS), sorted(ISSUER_SYMBOLS))
    return hashlib.blake2b(repr((entry, tables)).encode(), digest_size=6).hexdigest()
