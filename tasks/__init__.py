"""One Prefect task a file, each a call into synthphi."""
