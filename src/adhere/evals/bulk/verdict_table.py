"""Verdicts as a Parquet table, one row a reply, in the order of the rows."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

from adhere.evals.table import checked_type

if TYPE_CHECKING:
    from pathlib import Path

GROUP = 4096
"""Rows of a row group: what is in memory at once."""


def write_verdict_table(lines: Path, table: Path) -> None:
    """Write the table of the verdicts that are JSON lines in ``lines``, one row group after the other."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema()
    with lines.open("rb") as file, pq.ParquetWriter(table, schema, compression="zstd") as writer:
        while rows := [_row(json.loads(line)) for line in itertools.islice(file, GROUP)]:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))


def _row(record: dict[str, Any]) -> dict[str, Any]:
    name = record["id"]
    # A column has one type: parameters differ from type to type, and names are texts or numbers.
    checked = [{**item, "params": json.dumps(item["params"], ensure_ascii=False)} for item in record["checked"]]
    return {**record, "id": None if name is None else str(name), "checked": checked}


def _schema() -> Any:  # noqa: ANN401  pyarrow ships no types
    import pyarrow as pa

    text, flag = pa.string(), pa.bool_()
    return pa.schema(
        [
            ("file", text),
            ("row", pa.int64()),
            ("id", text),
            ("status", text),
            ("strict", flag),
            ("loose", flag),
            ("checked", checked_type()),
            ("unchecked", pa.list_(text)),
        ]
    )
