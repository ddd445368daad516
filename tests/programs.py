"""Programs that judge our files: absent from a user's machine, a test skips; absent in CI, it fails."""

import os
import shutil
import subprocess

import pytest


def need(program, present=None):
    """Skip without the program; in CI its absence is a failure. `present` says so of one that is not on the path."""
    if not (shutil.which(program) if present is None else present):
        if os.environ.get("CI"):
            pytest.fail(f"{program} is not installed: tools/install_system_packages.sh installs it")
        pytest.skip(f"{program} is not installed")


def run(*command, data=None):
    """Return what a program says."""
    need(command[0])
    return subprocess.run(command, input=data, capture_output=True, check=True, timeout=60).stdout.decode()
