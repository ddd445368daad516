import os

from hypothesis import settings

# No deadline: examples take long on a busy machine, and speed is measured in benchmarks/. In CI the examples are the
# same each time, so that a change is judged by what it changed; new examples are looked for on developers' machines.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=2_000)
settings.load_profile("ci" if os.environ.get("CI") else "local")
