"""Plan, batches, receipts, labels, manifest, verification: a corpus on disk."""
