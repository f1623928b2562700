"""Where the name of a body ends: its field of work, its level, its place, its owner.

A name ends before a verb, a function word, a mark or the next body. Verbs that also stand in
names ("Cục Quản lý đầu tư xây dựng") end one only where an object follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from directives.lexicon import CAPITAL, SYLLABLE, any_of, first_syllables, table
from directives.names import Ends

_TABLE = table("bodies")
_VERBS = table("relations")
_STOP_WORDS = [*_TABLE["stops"], *_VERBS["duty_verbs"], *_VERBS["acting_verbs"]]
_WEAK_WORDS = frozenset(_TABLE["weak_stops"])
LEVEL = any_of(_TABLE["levels"])
_MAX_WORDS = 12
_NEW_COLUMN = _TABLE["new_columns"]
CAPITAL_WORD = re.compile(
    rf" (?:[-&] )?(?!{_NEW_COLUMN})[{CAPITAL}](?:[\w&]|,(?=[{CAPITAL}])|[-/](?=\w))*"
)
_LOWER_WORD = re.compile(rf" (?![{CAPITAL}])[^\W\d_]+(?:-[^\W\d_]+)*")
INSIDE = re.compile(rf" {any_of(_TABLE['inside_names'])}(?!\w)")
# "Phòng Tổng hợp", "Trạm Chăn nuôi": with a capital both syllables belong to a name.
_COMPOUND = re.compile(
    rf" {any_of(w for w in (*_STOP_WORDS, *_WEAK_WORDS, *_TABLE['compounds']) if w.count(' ') == 1)}(?!\w)"
)
_PROGRAMME = re.compile(_TABLE["programmes"])
_COLUMN_BEGINS = re.compile(f" {_NEW_COLUMN}")
_STOP = re.compile(rf" {any_of(w for w in _STOP_WORDS if w not in _WEAK_WORDS)}(?!\w)")
_WEAK = re.compile(rf" {any_of(_WEAK_WORDS)}(?!\w)")
_PREDICATE = re.compile(rf" {any_of(_TABLE['predicates'])}(?!\w)")
_MARK = re.compile(r" ?(?:[;:.()\"/…]|$)")
# "Ban Chỉ huy PCTT và TKCN": two abbreviations are no two bodies, unless names.
_ABBREVIATIONS = re.compile(rf"(?<=[{CAPITAL}]{{3}}) và (?!UB|HĐ|MTTQ)[{CAPITAL}]{{3,8}}(?!\w)")
_COMMA = re.compile(r" ?, ?| và | hoặc | & ")
_TAIL = re.compile(rf"(?:,(?= (?:có )?liên quan))? {any_of(_TABLE['tails'])}(?!\w)")
_TAIL_OF_GROUP = re.compile(rf" {any_of(_TABLE['tails_of_groups'])}(?!\w)")
_LEVELS = re.compile(rf" (?P<many>các |từng |mỗi |mọi )?{LEVEL}(?!\w)(?! (?:đoàn|ủy|uỷ)(?!\w))")
_MORE_LEVELS = re.compile(rf"(?: ?, ?| và | - |/)(?:các )?{LEVEL}(?!\w)(?! (?:đoàn|ủy|uỷ)(?!\w))")
_ITEM = r"(?:\d{1,4}|[IVX]{1,5})(?![\d/%\w])"
_ITEMS = rf" {_ITEM}(?:(?:(?: ?, ?{_ITEM}){{0,8}} và |(?: ?, ?{_ITEM}){{0,8}} ?, ?){_ITEM}(?! \d))?"
_NUMBER = re.compile(_ITEMS)
_COUNTED = re.compile(r" số \d{1,3}(?![\d/.-]?\w)")
_NUMBERED = tuple(_TABLE["numbered"])
_OF_NUMBERS = tuple(_TABLE["heads_of_numbers"])
_ABOUT = re.compile(r" về(?! (?:sự|việc|tình hình|kết quả|công tác|các|những|nội dung|tiến độ)\b)")
_OF_A_FIELD = tuple(_TABLE["of_a_field"])
_OWNED = re.compile(r" (?:của|thuộc(?:(?:,| và) trực thuộc)?|trực thuộc) ")
_FROM_TO = re.compile(rf" từ(?: [{CAPITAL}]\w*){{1,4}} đến(?: [{CAPITAL}]\w*){{1,4}}")
_REGION = re.compile(
    rf" (?:(?:trong|thuộc|ở|khu vực) ){{0,2}}(?:vùng |Vùng )?{any_of(_TABLE['regions'])}(?!\w)"
)
_EVERYWHERE = re.compile(r"(?<=rung ương)(?: ?,| và) địa phương(?:(?: ?,| và) quân đội)?(?!\w)")

_ADDITIONS = (
    *(CAPITAL_WORD, _LEVELS, _OWNED, _TAIL, _TAIL_OF_GROUP, _NUMBER, _COUNTED, _ABOUT),
    *(_FROM_TO, _REGION, _EVERYWHERE),
)
# How any addition to a name begins; most names have none, which one look tells.
_ANY_ADDITION = re.compile("|".join(addition.pattern for addition in _ADDITIONS))
# Behind a space most small words begin nothing of all this, which their first syllable tells.
_GOING_ON = first_syllables(*_TABLE["inside_names"], "chương", "đề", "triển", "thực")
_DECIDING = _GOING_ON | first_syllables(
    *_STOP_WORDS, *_WEAK_WORDS, *_TABLE["tails"], *_TABLE["levels"],
    "các", "từng", "mỗi", "mọi", "và", "hoặc",
)  # fmt: skip
_ADDING = first_syllables(
    *_TABLE["tails"], *_TABLE["tails_of_groups"], *_TABLE["levels"], *_TABLE["regions"],
    "các", "từng", "mỗi", "mọi", "của", "thuộc", "trực", "số", "về", "từ", "trong", "ở", "khu",
    "vùng", "và",
)  # fmt: skip

# A name in a list of places begins with a capital and is no body of its own.
_PLACE = rf"(?=[{CAPITAL}])(?!(?:{any_of(_TABLE['heads'])}|UBND|Ủy ban) )[^,;:.()]{{2,40}}"
_PLACES = re.compile(rf" ?:? ?(?<=[ :]){_PLACE}(?:(?: ?,| và) {_PLACE}){{0,40}}")
_BETWEEN_PLACES = re.compile(r"(?:[,:]| và) ")
_PERSON = re.compile(r"(?:Phó )?(?:Bộ trưởng|Thứ trưởng|Chủ tịch|Giám đốc|Bí thư|Thống đốc) ")
_PROVINCES = ("tỉnh", "thành phố")
_HOLDER = re.compile(
    rf" (?!Hồ Chí Minh)(?:{any_of(table('kinds')['surnames'])})(?: [{CAPITAL}]\w{{0,6}}){{2,3}}(?!\w)"
)
_UNSURE_TAILS = frozenset(_TABLE["unsure_tails"])
_SUBJECT_END = re.compile(rf"(?: [^\W\d_]+){{1,4}}?(?= {any_of(_TABLE['subject_ends'])}(?!\w))")
_TRADES = frozenset(_TABLE["trades"])
_DUTY = re.compile(rf" {any_of(_VERBS['duty_verbs'])}(?!\w)")
_LONGEST_TRADE = 5
STANDING = frozenset(head.lower() for head in _TABLE["standing_heads"])


@dataclass(slots=True)
class Phrases:
    """One text and where the known names of each kind begin and end in it."""

    text: str
    low: str
    groups: Ends
    names: Ends
    prefixes: Ends
    heads: Ends
    nouns: Ends
    openings: Ends
    depth: int = field(default=0, init=False)
    """How many names the one that is read stands inside of."""

    def owner_end(self, at: int) -> int | None:
        """Return where the body ends that owns another and begins at ``at``."""
        raise NotImplementedError

    def starts_a_name(self, at: int) -> bool:
        """Return whether a listed name, a prefix or a head begins at ``at``."""
        return at in self.names or at in self.prefixes or at in self.heads

    def starts_a_body(self, at: int) -> bool:
        """Return whether a listed name, a prefix or the head of a name begins at ``at``."""
        if at in self.names or at in self.prefixes:
            return True
        head = self.heads.get(at)
        if head is None:
            return False
        return self.low[at:head] in STANDING or CAPITAL_WORD.match(self.text, head) is not None

    def is_second_half(self, at: int) -> bool:
        """Return whether the capital behind a dash goes on with the name before the dash."""
        capital = self.text[at : at + 1].isupper()
        return capital and not (self.starts_a_body(at) or at in self.openings or at in self.nouns)

    def tail(self, start: int, end: int) -> int | None:
        """Return where one more addition to the name from ``start`` to ``end`` ends, if any."""
        small = self._small_word(end)
        if (small and small not in _ADDING) or _ANY_ADDITION.match(self.text, end) is None:
            return None
        for read in (
            self._area,
            self._levels,
            self._owned,
            self._listed_tail,
            self._numbered,
            self._field_of_work,
            self._place,
        ):
            if (longer := read(start, end)) is not None:
                return longer
        return None

    def _area(self, _start: int, end: int) -> int | None:
        part = (
            _FROM_TO.match(self.text, end)
            or _REGION.match(self.text, end)
            or _EVERYWHERE.match(self.text, end)
        )
        return part.end() if part else None

    def _levels(self, _start: int, end: int) -> int | None:
        levels = _LEVELS.match(self.text, end)
        return self._more_levels(levels) if levels else None

    def _owned(self, _start: int, end: int) -> int | None:
        owned = _OWNED.match(self.text, end)
        return self.owner_end(owned.end()) if owned else None

    def _listed_tail(self, start: int, end: int) -> int | None:
        tail = _TAIL.match(self.text, end)
        if tail is None and (start in self.openings or start in self.groups):
            tail = _TAIL_OF_GROUP.match(self.text, end)
        return tail.end() if tail and self._ends_well(tail) else None

    def is_numbered(self, start: int, end: int) -> bool:
        """Return whether a number alone makes a name of the head between two places."""
        numbered = self.text.endswith(_NUMBERED, start, end)
        return numbered and _NUMBER.match(self.text, end) is not None

    def _numbered(self, start: int, end: int) -> int | None:
        number = _NUMBER.match(self.text, end)
        if number is None:
            counted = _COUNTED.match(self.text, end)
            known = counted and self.text.startswith(_OF_NUMBERS, start)
            return counted.end() if counted and known else None
        return number.end() if self.text.endswith(_NUMBERED, start, end) else None

    def _field_of_work(self, start: int, end: int) -> int | None:
        about = _ABOUT.match(self.text, end)
        return (
            self._about(about.end())
            if about and self.text.endswith(_OF_A_FIELD, start, end)
            else None
        )

    def _place(self, start: int, end: int) -> int | None:
        title = _PERSON.match(self.text, start)
        if (title is not None and title.end() < end) or (
            self.text.endswith(_PROVINCES, start, end) and _HOLDER.match(self.text, end)
        ):
            return None
        place = self.place_end(end)
        # A single capital begins the next column or sentence: "Bộ Ngoại giao Văn bản …".
        return place if place > end and " " in self.text[end + 1 : place] else None

    def _about(self, at: int) -> int | None:
        """Take "về ứng dụng công nghệ thông tin" with a name, if a predicate follows it."""
        for _ in range(_MAX_WORDS):
            joint = _COMMA.match(self.text, at)
            known = joint is not None and joint.end() in self.openings
            if known or _PREDICATE.match(self.text, at) or self.text[at : at + 1] == ":":
                return at
            step = None if joint else self._step(at)
            if step is None:
                return None
            at = step
        return None

    def _ends_well(self, tail: re.Match[str]) -> bool:
        """Whether a tail is one: "cơ sở" is none before "vật chất"."""
        if tail[0].strip() not in _UNSURE_TAILS:
            return True
        end = tail.end()
        return _LOWER_WORD.match(self.text, end) is None or self._is_boundary(end)

    def _more_levels(self, levels: re.Match[str]) -> int:
        many, end = bool(levels["many"]), levels.end()
        placed = self.place_end(end)
        if placed > end and not many:
            # "Phó Chủ tịch UBND tỉnh Lê Văn Nam" names who holds the office.
            held = levels[0].strip() in _PROVINCES and _HOLDER.match(self.text, end)
            return end if held else placed
        end = max(placed, self.places(end, many=many))
        while more := _MORE_LEVELS.match(self.text, end):
            placed = self.place_end(more.end())
            if placed > more.end() and not many:
                break
            end = placed
        return self.places(end, many=many)

    def place_end(self, start: int) -> int:
        """Take the name of a place: "Hà Nội", "Bà Rịa - Vũng Tàu"."""
        at = start
        for words in range(5):
            word = CAPITAL_WORD.match(self.text, at)
            if word is None or self.starts_a_body(at + 1) or self._begins_a_verb(at):
                # "địa phương Văn bản …": one capital and small letters begin something new.
                return start if words == 1 and not self._is_boundary(at) else at
            at = word.end()
        return at

    def _begins_a_verb(self, at: int) -> bool:
        """Tell "Khẩn trương" from "Cao Bằng", which only ends like a function word."""
        verb = _STOP.match(self.low, at)
        return verb is not None and " " in verb[0].strip()

    def places(self, end: int, *, many: bool) -> int:
        """Take the places of "các tỉnh Nghệ An, Quảng Ngãi", "các tỉnh: A, B và C"."""
        named = _PLACES.match(self.text, end) if many else None
        # After a colon one name is the beginning of a sentence.
        if named is None or (":" in named[0] and not _BETWEEN_PLACES.search(named[0], 3)):
            return end
        begins = [found.end() for found in _BETWEEN_PLACES.finditer(self.text, end, named.end())]
        at = begins[-1] - 1 if begins else end
        return max(end, self.place_end(at))

    def described(self, end: int, *, certain: int, whole: bool = False) -> int:
        """Take the words that go on with a name, if a verb, a mark or a body soon ends them.

        ``whole`` says that a word of its own already stands before ``end``.
        """
        at = end
        for _ in range(_MAX_WORDS):
            if self._is_boundary(at, described=whole or at > end):
                return at
            if (weak := _WEAK.match(self.text, at)) and (
                subject := _SUBJECT_END.match(self.text, weak.end())
            ):
                return subject.end()
            step = self._step(at)
            if step is None:
                return certain
            if self.text[at:step].lstrip(" -&,")[:1].isupper():
                certain = step
            at = step
        return certain

    def compound(self, at: int) -> int | None:
        """Return where a word of two syllables with a capital ends, if one stands at ``at``."""
        if self.text.startswith((" - ", " & "), at):
            at += 2
        if not self.text[at + 1 : at + 2].isupper():
            return None
        known = (pattern.match(self.low, at) for pattern in (INSIDE, _COMPOUND))
        return max((found.end() for found in known if found), default=None)

    def _step(self, at: int) -> int | None:
        """Return where the next word of a phrase, or the name of the body that owns it, ends."""
        if (name := self.names.get(at + 1)) is not None and self.text[at] == " ":
            return name
        if (small := self._small_word(at)) and small not in _GOING_ON:
            word = _LOWER_WORD.match(self.text, at)
            return word.end() if word else None
        if (whole := self.compound(at)) is not None:
            return whole
        for pattern, text in (
            (INSIDE, self.low),
            (_PROGRAMME, self.low),
            (CAPITAL_WORD, self.text),
            (_LOWER_WORD, self.text),
        ):
            if word := pattern.match(text, at):
                return word.end()
        joint = _COMMA.match(self.text, at)
        return joint.end() - 1 if joint and joint[0].endswith(" ") else None

    def _is_boundary(self, at: int, *, described: bool = True) -> bool:
        """Whether a name ends before the next word; ``described`` after words of its own."""
        small = self._small_word(at)
        if not small and _MARK.match(self.text, at):
            return True
        goes_on = small and small not in _DECIDING
        if goes_on or INSIDE.match(self.low, at) or _PROGRAMME.match(self.low, at):
            return False
        if _LEVELS.match(self.text, at):
            return True
        if CAPITAL_WORD.match(self.text, at):
            # "Giao Công an tỉnh Chỉ đạo …": a line that went on; "Ban Chỉ đạo" is a name.
            return bool(_PREDICATE.match(self.low, at)) and not self.low.endswith("ban", 0, at)
        if joint := _COMMA.match(self.text, at):
            inside = INSIDE.match(self.low, joint.end() - 1) or _ABBREVIATIONS.match(self.text, at)
            return not inside and (not described or self._begins_anew(joint.end()))
        weak = _WEAK.match(self.text, at)
        stop = (
            _STOP.match(self.text, at)
            or _TAIL.match(self.text, at)
            or _COLUMN_BEGINS.match(self.text, at)
        )
        return bool(stop) or (weak is not None and self._is_verb(weak))

    def _small_word(self, at: int) -> str | None:
        """Return the first syllable behind a space, if it begins with a small letter."""
        if self.text[at : at + 1] != " " or not self.text[at + 1 : at + 2].islower():
            return None
        found = SYLLABLE.match(self.low, at + 1)
        return found[0] if found else None

    def _begins_anew(self, at: int) -> bool:
        """Whether a body, a verb or a function word follows a comma."""
        verb = _STOP.match(self.text, at - 1) or _WEAK.match(self.text, at - 1)
        return bool(verb) or self.begins_a_body(at)

    def begins_a_body(self, at: int) -> bool:
        """Return whether anything known that may name a body begins at ``at``."""
        known = at in self.nouns or at in self.groups or at in self.openings
        return known or self.starts_a_body(at)

    def _is_verb(self, weak: re.Match[str]) -> bool:
        """Whether an object follows a verb; before a mark or a predicate it ends a name."""
        at = weak.end()
        trade = weak[0].strip() in _TRADES
        if _SUBJECT_END.match(self.text, at) or (trade and self._describes(at)):
            return False
        last = self.text.rfind(" ", 0, weak.start()) + 1
        proper = not trade and self.text[last].isupper() and last > 0
        for _ in range(3):
            # "Báo Hòa Bình tuyên truyền." ends with a verb, "Đoàn kiểm tra." does not.
            ends = _MARK.match(self.text, at)
            if ends or _PREDICATE.match(self.text, at):
                return ends is not None and proper
            if joint := _COMMA.match(self.text, at):
                return not self.begins_a_body(joint.end())
            if trade and CAPITAL_WORD.match(self.text, at):
                return False
            more = _WEAK.match(self.text, at) or _LEVELS.match(self.text, at)
            more = more or (INSIDE.match(self.low, at) if trade else None)
            if more is None:
                return True
            at = more.end()
        return True

    def _describes(self, at: int) -> bool:
        """Whether another verb follows soon, so that the one before only says what a body does."""
        for _ in range(_LONGEST_TRADE):
            if _STOP.match(self.text, at):
                return bool(_DUTY.match(self.text, at))
            word = INSIDE.match(self.low, at) or _LOWER_WORD.match(self.text, at)
            if word is None:
                return False
            at = word.end()
        return False
