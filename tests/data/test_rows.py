"""Rows of files: each is a record or a reason, whatever the file holds."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adhere.data import rows as reading
from adhere.data.rows import Rejected, Row, read_lines, read_rows
from adhere.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def lines(data: bytes) -> list[Row | Rejected]:
    return list(read_lines(io.BytesIO(data), "data"))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not JSON"),
        (b"not json", "not JSON"),
        (b'{"a": 1', "not JSON"),
        (b"[1]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "not JSON"),
        (b"\x00\x01\x02", "not JSON"),
    ],
)
def test_a_malformed_line_is_rejected_with_its_number_and_the_next_one_is_read(line: bytes, reason: str) -> None:
    first, bad, last = lines(b'{"n": 1}\n' + line + b'\n{"n": 3}\n')
    assert first == Row(1, {"n": 1})
    assert isinstance(bad, Rejected)
    assert bad.number == 2
    assert bad.reason.startswith(reason)
    assert last == Row(3, {"n": 3})


def test_blank_lines_windows_ends_and_a_byte_order_mark_are_no_problem() -> None:
    assert lines(b'\xef\xbb\xbf{"n": 1}\r\n\r\n   \n{"n": 2}') == [Row(1, {"n": 1}), Row(4, {"n": 2})]


def test_a_line_that_is_too_long_is_rejected_without_being_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_LINE", 2**20)
    long = b'{"n": "' + b"x" * (3 * 2**20) + b'"}\n'
    assert lines(long + b'{"n": 2}\n') == [Rejected(1, "the line is longer than 1 MiB"), Row(2, {"n": 2})]


def test_one_json_array_is_told_apart_from_lines() -> None:
    with pytest.raises(UsageError, match="a JSON array, not JSON lines"):
        lines(b'[\n  {"n": 1}\n]\n')


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_a_clear_error(data: bytes) -> None:
    try:
        found = lines(data)
    except UsageError:
        assert data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"[")
    else:
        assert len(found) == sum(bool(line.strip()) for line in io.BytesIO(data))


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.none())))
def test_what_json_writes_is_read_back(records: list[dict[str, object]]) -> None:
    data = "".join(json.dumps(record) + "\n" for record in records).encode()
    assert [row.record for row in lines(data) if isinstance(row, Row)] == records


def test_parquet_is_recognised_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "replies.data"
    pq.write_table(pa.table({"reply": [f"r{n}" for n in range(600)], "n": list(range(600))}), path)
    assert list(read_rows(path)) == [Row(n + 1, {"reply": f"r{n}", "n": n}) for n in range(600)]


def test_damaged_parquet_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "replies.parquet"
    path.write_bytes(b"PAR1" + b"garbage" * 100)
    with pytest.raises(UsageError, match="damaged Parquet"):
        list(read_rows(path))


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_cannot_be_read_is_a_clear_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        list(read_rows(tmp_path / name))
