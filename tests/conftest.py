import os
import signal

from hypothesis import settings

# No deadline: examples take long on a busy machine, and speed is measured in benchmarks/. In CI the examples are the
# same each time, so that a change is judged by what it changed; new examples are looked for on developers' machines.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=2_000)
settings.load_profile("ci" if os.environ.get("CI") else "local")

# A shell that starts the tests in the background has them ignore Ctrl-C, and with them every process that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
