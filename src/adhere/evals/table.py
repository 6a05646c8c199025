"""The samples of a run as a Parquet table, one row a task, in the order of the suite."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from adhere.errors import AdhereError, UsageError
from adhere.evals.records import Record, from_record, to_record
from adhere.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from adhere.evals.samples import Sample


def write_table(path: Path, samples: Iterable[Sample]) -> None:
    """Write the table whole or not at all (a temporary file, renamed)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist([_to_row(sample) for sample in samples], schema=_schema())
    with replacing(path) as temporary:
        pq.write_table(table, temporary, compression="zstd")


def read_table(path: Path) -> tuple[Sample, ...]:
    """Read what ``write_table`` wrote."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        rows = pq.read_table(path, schema=_schema()).to_pylist()
        return tuple(_from_row(row) for row in rows)
    except (pa.ArrowInvalid, KeyError, ValueError) as error:
        raise UsageError(f"{path} is no table of samples: {error}", hint="name the folder of a run") from error
    except OSError as error:
        raise AdhereError(f"cannot read {path}: {error}") from error


def _to_row(sample: Sample) -> Record:
    row = to_record(sample)
    for checked in row["checked"]:
        # Parameters differ from type to type: a column has one type.
        checked["params"] = json.dumps(checked["params"], ensure_ascii=False)
    return row


def _from_row(row: Record) -> Sample:
    for checked in row["checked"]:
        checked["params"] = json.loads(checked["params"])
    return from_record(row)


def checked_type() -> Any:  # noqa: ANN401  pyarrow ships no types
    """Return the type of the column with the verdicts on one reply; parameters are JSON in it."""
    import pyarrow as pa

    text, flag, count = pa.string(), pa.bool_(), pa.int64()
    evidence = pa.struct([("start", count), ("end", count), ("note", text)])
    verdict = pa.struct(
        [("outcome", text), ("score", pa.float64()), ("reason", text), ("evidence", pa.list_(evidence))]
    )
    checked = pa.struct(
        [
            ("id", text),
            ("params", text),
            ("strict", verdict),
            ("loose", flag),
            ("official_strict", flag),
            ("official_loose", flag),
        ]
    )
    return pa.list_(checked)


def _schema() -> Any:  # noqa: ANN401  pyarrow ships no types
    import pyarrow as pa

    text, flag, count = pa.string(), pa.bool_(), pa.int64()
    usage = pa.struct(
        [("prompt_tokens", count), ("completion_tokens", count), ("seconds", pa.float64()), ("calls", count)]
    )
    message = pa.struct([("role", text), ("content", text)])
    return pa.schema(
        [
            ("task", text),
            ("cluster", text),
            ("kind", text),
            ("messages", pa.list_(message)),
            ("reply", text),
            ("stop", text),
            ("status", text),
            ("strict", flag),
            ("loose", flag),
            ("checked", checked_type()),
            ("usage", usage),
            ("error", text),
        ]
    )
