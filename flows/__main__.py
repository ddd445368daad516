"""``python -m flows`` is the command ``synthphi``."""

from flows.cli import app

app(prog_name="synthphi")
