"""The counts of a corpus as it is now, finished or not."""

import pyarrow as pa
import pyarrow.parquet as pq

from synthphi.corpus.folder import unreadable
from synthphi.corpus.merge import counts_of
from synthphi.corpus.reading import Reading
from synthphi.corpus.stats import CorpusStats, read_stats


def corpus_stats(reading: Reading) -> CorpusStats:
    """Return the counts of a corpus; of one that is not finished, what its receipts say.

    Raises:
        CorpusError: the counts of a finished corpus, or label rows, are missing or damaged.
    """
    if reading.finished:
        return read_stats(reading.folder)
    of_part = {(one.batch.phi_class, reading.folder.rows_of(one.batch)): one for one in reading.receipts}
    stats = CorpusStats()
    for part in reading.parts:
        receipt = of_part[part.phi_class, part.path]
        if part.rows == receipt.stats.documents:
            stats += receipt.stats.model_copy(update={"errors": 0})
        else:  # batches overlap
            try:
                rows = pq.read_table(part.path).slice(part.start, part.rows)
            except (OSError, pa.ArrowException) as error:
                raise unreadable(part.path, error) from error
            stats += counts_of(rows.combine_chunks())
    errors = len(reading.errors)
    return stats.model_copy(update={"errors": errors, "missing": max(0, reading.missing - errors)})
