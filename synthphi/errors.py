"""Every error that synthphi raises on purpose.

    SynthPhiError
    ├── SpecError            the spec, a config file or a run option is not usable (exit code 2)
    ├── OutputError          the output folder cannot be used as a corpus          (exit code 2)
    │   ├── CorpusMismatch   the folder holds a corpus of another spec
    │   ├── CorpusBusy       another process is writing to it
    │   └── WriteError       the disk is full, or went away, or is read-only now   (exit code 3: run again to go on)
    ├── CorpusError          a corpus on disk is missing, incomplete or damaged    (exit code 2)
    │   └── ChangedMeanwhile a file was changed after this run made or checked it  (exit code 3: run again to go on)
    └── RenderError          one document could not be made; recorded, the batch goes on

Errors that leave a run to be gone on with have the exit code 3 (`SynthPhiError.resumable`).
A message says what is wrong, where, and what to do about it. The command line prints it without a traceback.
"""

from typing import ClassVar


class SynthPhiError(Exception):
    """Base of all errors raised by synthphi."""

    resumable: ClassVar[bool] = False
    """Whether the run was well begun: when the cause is put right, the same command goes on where it stopped."""


class SpecError(SynthPhiError):
    """A spec, a config file or a run option is not usable; the message names the field and the fix."""


class OutputError(SynthPhiError):
    """The output folder cannot be used as a corpus folder."""


class CorpusMismatch(OutputError):
    """The output folder holds a corpus of another spec."""


class CorpusBusy(OutputError):
    """Another process is writing to the corpus."""


class WriteError(OutputError):
    """A file of the corpus cannot be written: no space, no permission any more; what is done is kept."""

    resumable = True


class CorpusError(SynthPhiError):
    """A corpus on disk is missing, incomplete or damaged."""


class ChangedMeanwhile(CorpusError):
    """A file is not as the run that needs it made it, or found it, before; the next run makes it anew."""

    resumable = True


class IncompleteCorpus(UserWarning):
    """What was read of a corpus is not all of it: no run has finished it yet. A warning, not an error."""


class RenderError(SynthPhiError):
    """A document cannot be written in a format: for example a character that the format forbids."""
