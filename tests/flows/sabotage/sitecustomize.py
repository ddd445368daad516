"""Makes chosen documents fail in every Python process that has this folder in PYTHONPATH.

``SYNTHPHI_SABOTAGE`` holds a JSON object: by document id, or ``*`` for all, what happens when it is composed:

    raise           an exception
    kill            the process is killed
    kill-once FILE  the process is killed, unless the file is there; it is made
    sleep SECONDS   it takes longer
"""

import json
import os
import signal
import sys
import time
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder
from pathlib import Path

_PLANS = json.loads(os.environ.get("SYNTHPHI_SABOTAGE", "{}"))
_TARGET = "synthphi.corpus.batch"


def _act(plan):
    action, _, argument = plan.partition(" ")
    if action == "sleep":
        time.sleep(float(argument))
    elif action == "raise":
        raise ValueError("sabotaged on purpose")
    elif action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif action == "kill-once" and not Path(argument).exists():
        Path(argument).touch()
        os.kill(os.getpid(), signal.SIGKILL)


def _sabotage(module):
    compose = module.compose

    def sabotaged(planned, pools):
        for name in ("*", planned.document_id):
            if name in _PLANS:
                _act(_PLANS[name])
        return compose(planned, pools)

    module.compose = sabotaged


class _Finder(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name != _TARGET:
            return None
        spec = PathFinder.find_spec(name, path, target)
        execute = spec.loader.exec_module

        def exec_and_sabotage(module):
            execute(module)
            _sabotage(module)

        spec.loader.exec_module = exec_and_sabotage
        return spec


if _PLANS:
    sys.meta_path.insert(0, _Finder())
