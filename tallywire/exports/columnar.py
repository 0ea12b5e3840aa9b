"""Parquet, for those who read with pandas, DuckDB or R; needs the extra `tallywire[parquet]`."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from tallywire.batches import in_batches
from tallywire.exports.rows import COLUMNS, NUMBERS, About

_WHOLE: Final = NUMBERS - {"low", "high", "confidence", "latitude", "longitude"}


class ExtraMissing(Exception):  # noqa: N818 - it names a state
    """A format needs a package that is not installed; the message says which and how."""


def write_parquet(path: Path, rows: Iterable[Mapping[str, Any]], about: About) -> None:
    """Write the claims with typed columns; the file's own metadata says what it is. Raises ExtraMissing."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - optional
        from pyarrow import parquet  # noqa: PLC0415 - optional
    except ImportError as error:
        raise ExtraMissing("parquet needs pyarrow: pip install 'tallywire[parquet]'") from error
    kinds = {name: pa.int64() if name in _WHOLE else pa.float64() for name in NUMBERS}
    metadata = {f"tallywire: {name}": value for name, value in about.rows().items()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS], metadata=metadata)
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in in_batches(rows):
            columns = {name: [_typed(name, row[name]) for row in batch] for name in COLUMNS}
            writer.write_table(pa.table(columns, schema=schema))


def _typed(name: str, value: Any) -> Any:
    if value is None or name not in NUMBERS:
        return value
    return int(value) if name in _WHOLE else float(value)
