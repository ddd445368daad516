"""Rows of Parquet files that are recorded: none are used of a file that is not as it was written."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from synthphi.corpus.files import FileRecord
from synthphi.corpus.folder import CorpusFolder, unreadable
from synthphi.errors import ChangedMeanwhile


def recorded_rows(folder: CorpusFolder, record: FileRecord) -> Iterator[pa.Table]:
    """Yield the rows of a Parquet file of a corpus, a row group at a time; packed, all of it is in memory.

    Raises:
        ChangedMeanwhile: it is not as it was recorded.
    """
    try:
        # Read at once, and hashed: of a flipped byte Arrow may see nothing.
        packed = record.read(folder.root)
    except (OSError, ValueError) as error:
        raise unreadable(folder.root / record.path, error, ChangedMeanwhile) from error
    with pq.ParquetFile(pa.BufferReader(packed)) as file:
        for group in range(file.num_row_groups):
            yield file.read_row_group(group)
