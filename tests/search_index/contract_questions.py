"""What the contract asks: a question, who asks it (the office, else after "|") and what is found.

A day after "@" is the day of asking; else it is 10/3/2025. "=" leads to what is found, "." is
nothing. Records go by their keys without the kind: "11" is the task, "111" its first update,
"1111" that update's file, "d1" the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

TABLE = """
# Words: all must be there, in whatever order, in one record.
khám sức khỏe = 11 1111
sức khỏe khám = 11 1111
kham suc khoe = 11 1111
KHÁM SỨC KHỎE = 11 1111
khám mắt = 112
khám mắt người = .
bác sĩ = 111
bac si = 111
học bạ = 21 211 2111
hoc ba = 21 211 2111
trường học = 112 21 2111 d2
truong hoc = 112 21 2111 d2
trường trung học = 21
lỗi đăng nhập = 211
đất công = d3 31
dat cong = d3 31
không có từ này = .

# Marks: with them the same letters are found, first those with the same marks; đ is a letter.
mắt = 112
mat = 112
máy = 111
dong = 12 121 31
đông = 12 121 31
"đông" = 12
"đồng" = 121 31
"dong" = 12 121 31
ba = 21 211 2111
bá = 21 211 2111
"bá" = .
"bạ" = 21 211

# Ways of writing: the place of the mark, i and y, hằng and hàng, glued words, composed or not.
sức khoẻ = 11 1111 d1
"sức khoẻ" = 11 1111 d1
"sức khỏe" = 11 1111 d1
thủy lợi = 31
thuỷ lợi = 31
"thủy lợi" = 31
hòa giải = 31
"hòa giải" = 31
đông hoà = 12 31
lí luận = 32
"lí luận" = 32
định kỳ = 11
"định kỳ" = 11
hằng tháng = 11
"hằng tháng" = 11
"hàng tháng" = 11
tỉ đồng = 121
sứckhỏe = .
SứcKhỏe = 11 1111 d1
khám  sức\u00a0khỏe = 11 1111
khám sư\u0301c kho\u0309e = 11 1111

# Phrases.
"khám sức khỏe" = 11 1111
"sức khỏe khám" = .
"kham suc khoe" = 11 1111
"học bạ số" = 21 211
"trường học" = 112 d2
"truong hoc" = 112 d2
"truờng học" = .
"hoc" mat = 112
"giáo viên" "an toàn" = 22
"tại các trường" = 21
"tai truong" = .

# Common words: they do not have to be there, unless there is nothing else.
tại các trường = 112 21
các doanh nghiệp của = 32
của = 1111 32
các = 21 32
"của các" = 32

# AND, OR, NOT, brackets.
mắt OR máy = 111 112
mắt AND trường = 112
mắt máy = .
mắt AND NOT trường = .
khám -mắt = 11 111 1111
khám NOT mắt = 11 111 1111
khám -"sức khỏe" = 111 112
(mắt OR máy) khám = 111 112
(mắt OR máy) AND NOT (trường OR học) = 111
khám -(mắt OR máy) = 11 1111
đất OR (học -bạ) = d3 31 32 112 d2
NOT tt:open = d1 22 d2 d3
-khám -học -đất tt:open = 12 121 13

# Beginnings.
kha* = 11 111 1111 112 21
trườ* = 112 21 2111 d2
"xây" = 12
xa* = 12
xay* = 12
bao* = 11 1111 d1
zz* = .
doanh ngh* = 32

# Mistypings.
khma~ = 11 111 1111 112
khámm~ = 11 111 1111 112
trường~ tranh~ = .
tranh~ = 31
nghiệm~ = 32
mawts~ = .
mawts~2 = 112
đồg~ = 12 121 31 d2
bacs~ sĩ = 111

# Numbers and documents.
08-NQ/TU = d1 11 111 1111 112 12 121 13
08-nq/tu = d1 11 111 1111 112 12 121 13
8-NQ/TU = d1 11 111 1111 112 12 121 13
08nq/tu = d1 11 111 1111 112 12 121 13
08 NQ TU = d1 11 111 1111 112 12 121 13
nghị quyết 08 = d1 11 111 1111 112 12 121 13
nghi quyet so 8 = d1 11 111 1111 112 12 121 13
NQ 08 = d1 11 111 1111 112 12 121 13
nghị quyết 08 khám mắt = 112
08-NQ/TW = .
chỉ thị 08 = .
30/CT-UBND = d2 21 211 2111 22
chỉ thị 30 = d2 21 211 2111 22
120/2025/QĐ-UBND = d3 31 32
120/2025/qd-ubnd = d3 31 32
120/QĐ-UBND = d3 31 32
quyết định 120 = d3 31 32
120/2024/QĐ-UBND = .
kết luận 15 = d1
15-KL/TW = d1
45/BC-SYT = 1111
báo cáo 45 = 1111
07/KH-SGDĐT = 2111
kế hoạch 7 = 2111
1.250 = 111
1250 = .
250 = 111
3,5 = 121

# The document's own field.
vb:08-NQ/TU = d1 11 111 1111 112 12 121 13
vb:08 = d1 11 111 1111 112 12 121 13
vb:"nghị quyết 08" = d1 11 111 1111 112 12 121 13
vb:"sức khỏe" = d1 11 111 1111 112 12 121 13
vb:suckhoe = .
vb:đất = d3 31 32
vb:chuyển vb:số = d2 21 211 2111 22
vb:CĐS = d2 21 211 2111 22
vb:15-KL/TW = .
vb:120* = d3 31 32
document:30/CT-UBND khám = .

# Kinds, years, fields of work.
loai:"nghị quyết" = d1 11 111 1111 112 12 121 13
loai:NQ = d1 11 111 1111 112 12 121 13
loai:quyetdinh = d3 31 32
kind:directive = d2 21 211 2111 22
loai:(chithi OR quyetdinh) trường = d2 21 2111
nam:2024 = d2 21 22
nam:2025 loai:chithi = 211 2111
nam:2023..2024 = d2 21 22
year:2026 = .
linhvuc:"y tế" mắt = 112
linhvuc:đất = d3 31 32
linhvuc:dat = d3 31 32
field:giáo tt:confirmed = 22
nk:2020-2025 loai:quyetdinh = d3 31 32

# Agencies, by any of their names, in any part or in one.
cq:SYT = 11 111 1111 13
cq:"sở y tế" = 11 111 1111 13
agency:"so y te" = 11 111 1111 13
cq:(SYT OR "an minh") = 11 111 1111 13 12 121
cq:"sở gd&đt" = 11 112 13 21 211 2111 22
chutri:SYT = 11 111 1111
lead:"sở giáo dục và đào tạo" = 21 211 2111 22
phoihop:"sở giáo dục và đào tạo" = 11 112
cq:SYT cq:"sở gd&đt" = 11 13
khám -cq:SYT = 112
sở y tế = 11 111 1111 13
SYT = 11 111 1111 13
an minh = 12 121
"huyện an minh" = 12 121
sở giáo dục khám = 11 112

# Abbreviations, both ways.
GPMB = 121
giải phóng mặt bằng = 121
"giải phóng mặt bằng" = .
CĐS = d2 22
chuyển đổi số = d2 22
cds = d2 22
UBND huyện = 12 121

# States of the work, some of which hang on the day.
tt:open = 11 111 1111 112 12 121 13 21 211 2111 31 32
tt:danglam mắt = 112
tt:"đang triển khai" = 11 111 1111 112 12 121
tt:choxacnhan = 21 211 2111
tt:tralai = 31
tt:hoanthanh = 13 22
tt:confirmed = 13 22
tt:chuabaocao = 13 32
tt:khonghan = 13 31
tt:quahan = .
tt:quahan @ 2025-03-14 = .
tt:quahan @ 2025-03-15 = 21 211 2111
tt:quahan @ 2025-04-01 = 12 121 21 211 2111
tt:quahan -tt:choxacnhan @ 2025-04-01 = 12 121
tt:overdue @ 2026-01-01 = 11 111 1111 112 12 121 21 211 2111 32
tt:saphan = 21 211 2111
tt:saphan @ 2025-03-24 = 12 121
tt:saphan @ 2025-03-23 = .
tt:tronghan @ 2025-04-01 = 11 111 1111 112 32
tt:(quahan OR hoanthanh) @ 2025-03-15 = 21 211 2111 13 22

# Deadlines and dates.
han:2025-Q1 = 12 121 21 211 2111
han:"quý I/2025" = 12 121 21 211 2111
han:2025 -han:2025-Q1 = 11 111 1111 112 32
han:3/2025 = 12 121 21 211 2111
han:14/3/2025 = 21 211 2111
han:14-3-2025 = 21 211 2111
han:2025-03-14 = 21 211 2111
han:<14/3/2025 = 22
han:<=14/3/2025 = 22 21 211 2111
han:>30/6/2025 = 32
han:15/3/2025..30/6/2025 = 11 111 1111 112 12 121
han:khong = 13 31
ngay:10/1/2025 = d1 11 12 13
ngay:>=1/3/2025 = 112 121 211 2111
ngay:2/2025 = 111 1111 d3 31 32
date:2024 = d2 21 22
ngay:tháng 3/2025 khám = 112
han:2025-Q1 tt:quahan @ 2025-04-01 = 12 121 21 211 2111
han:"tuần này" = 21 211 2111

# Rights: whoever asks finds what is theirs, by what they may know of it.
khám | health = 11 111 1111 112
khám | schools = 11 111 1111 112
khám | district = .
khám | stranger = .
khám | nobody = .
học bạ | health = .
học bạ | schools = 21 211 2111
đất | schools = .
an minh | district = 12 121
an minh | health = .
khám OR trạm | health+district = 11 111 1111 112 12
-zzz | health = d1 11 111 1111 112 13
-zzz | schools = d1 11 111 1111 112 13 d2 21 211 2111 22
-zzz | district = d1 12 121
-zzz | stranger = .
-zzz | nobody = .
08-NQ/TU | district = d1 12 121
vb:08 | district = d1 12 121
tt:open | health = 11 111 1111 112
tt:open | schools = 11 111 1111 112 13 21 211 2111
tt:hoanthanh | health = 13
tt:hoanthanh | schools = 22
tt:chuabaocao | health = .
tt:khonghan | health = 13
tt:khonghan -tt:open | health = 13
sở y tế dịch | health = 13
sở y tế dịch | schools = .
sở giáo dục dịch | health = .
sở giáo dục dịch | schools = 13
giáo* dịch | health = .
giáo* dịch | schools = 13
"sở giáo dục" dịch | health = .
cq:SYT | schools = 11 111 1111
cq:SYT | health = 11 111 1111 13
cq:"sở gd&đt" | health = 11 112
cq:(SYT OR "sở gd&đt") dịch | health = 13
tt:(hoanthanh OR open) dịch | health+district = 13
tt:open -dịch | health+district = 11 111 1111 112 12 121
"""
ASKED_ON = date(2025, 3, 10)
_KINDS = {1: "directive", 2: "task", 3: "update", 4: "evidence"}


@dataclass(frozen=True, slots=True)
class Question:
    """A line of the table."""

    text: str
    reader: str
    day: date
    found: frozenset[str]


def questions() -> Iterator[Question]:
    """Give the lines of the table."""
    for line in TABLE.encode().decode("raw_unicode_escape").encode("latin-1").decode().splitlines():
        if line and not line.startswith("#"):
            asked, _, found = line.rpartition(" = ")
            asked, _, day = asked.partition(" @ ")
            text, _, reader = asked.partition(" | ")
            keys = frozenset(map(_key, found.split())) - {""}
            when = date.fromisoformat(day) if day else ASKED_ON
            yield Question(text, reader or "office", when, keys)


def _key(word: str) -> str:
    if word == ".":
        return ""
    number = word.removeprefix("d")
    return f"{'directive' if word != number else _KINDS[len(number)]}:{number}"
