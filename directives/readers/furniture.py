"""Know the furniture of a page: words that a web site sets around a document."""

from __future__ import annotations

import re
from functools import lru_cache

_LONGEST = 200
_LONGEST_CAPTION = 600
_CREDITED = re.compile(r"[-–.(] ?Ảnh ?: ?[^.;:]{1,50}\)?\.?$")
# The gazette's electronic seal names its body in capitals: "Cơ quan: VĂN PHÒNG CHÍNH PHỦ".
_SEALED_BY = "Cơ quan: "
_FURNITURE = re.compile(
    r"""(?:
      sign[ ]in | log[ ]in | đăng[ ](?:nhập|ký) | trang[ ]chủ | quay[ ]lại | về[ ]đầu[ ]trang
    | in[ ](?:trang|bài) | bản[ ]in | chia[ ]sẻ | xem[ ]thêm | đang[ ]tải[ ]văn[ ]bản\.*
    | (?:các[ ])?tin[ ](?:liên[ ]quan|khác|mới)(?:[ ]hơn)?
    | ban[ ]biên[ ]tập | (?:tags?|từ[ ]khóa)[ ]?: .{0,150}
    | (?:file|tệp|tập[ ]tin)[ ]đính[ ]kèm[ ]?:?
    | lượt[ ](?:xem|truy[ ]cập)[ ]?:?[ ]?[\d.,]*
    | \d{1,2}:\d{2}(?::\d{2})?[ ,|-]+\d{1,2}/\d{1,2}/\d{4}
    | \d{1,2}/\d{1,2}/\d{4}[ ,|-]+\d{1,2}:\d{2}(?::\d{2})?
    | [^/]{1,150}\.(?:jpe?g|png|gif|webp|bmp)
    | công[ ]báo/số[ ].{1,40}
    | ký[ ]bởi[ ]?:[ ].{1,90}
    | ngày[ ]ký[ ]?:[ ]\d{4}-.{5,40}
    | (?:.{0,150}[\s.(])?ảnh[ ]?:[ ]?[^.;:]{1,50}\)?\.?
    )""",
    re.VERBOSE | re.IGNORECASE,
)


_HEAD_OF_A_PAGE = re.compile(
    r"CÔNG BÁO/Số [\d+ ]{1,20}/Ngày \d{1,2}-\d{1,2}-\d{4}(?: \d{1,4}(?= \D))?(?= )"
)


def split_head(line: str) -> tuple[str, str]:
    """Cut the head of a page off a line that has it before its words; "" where there is none."""
    head = _HEAD_OF_A_PAGE.match(line)
    return ("", line) if head is None else (head[0], line[head.end() :].strip())


# A line is looked at again beside each of its neighbours.
@lru_cache(maxsize=16)
def is_furniture(line: str) -> bool:
    """Tell whether a line is a menu entry, a picture's name or caption, a ruled line or the like.

    A line without a letter or digit ("_____") separates; it says nothing.
    """
    if len(line) > _LONGEST:
        return len(line) <= _LONGEST_CAPTION and bool(_CREDITED.search(line))
    if line.startswith(_SEALED_BY):
        return line.removeprefix(_SEALED_BY).isupper()
    return bool(_FURNITURE.fullmatch(line)) or not any(map(str.isalnum, line))
