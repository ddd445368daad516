"""Every error that synthphi raises on purpose.

    SynthPhiError
    ├── SpecError            the spec, a config file or a run option is not usable (exit code 2)
    ├── OutputError          the output folder cannot be used as a corpus          (exit code 2)
    │   ├── CorpusMismatch   the folder holds a corpus of another spec
    │   └── CorpusBusy       another process is writing to it
    ├── CorpusError          a corpus on disk is missing, incomplete or damaged    (exit code 2)
    └── RenderError          one document could not be made; recorded, the batch goes on

A message says what is wrong, where, and what to do about it. The command line prints it without a traceback.
"""


class SynthPhiError(Exception):
    """Base of all errors raised by synthphi."""


class SpecError(SynthPhiError):
    """A spec, a config file or a run option is not usable; the message names the field and the fix."""


class OutputError(SynthPhiError):
    """The output folder cannot be used as a corpus folder."""


class CorpusMismatch(OutputError):
    """The output folder holds a corpus of another spec."""


class CorpusBusy(OutputError):
    """Another process is writing to the corpus."""


class CorpusError(SynthPhiError):
    """A corpus on disk is missing, incomplete or damaged."""


class IncompleteCorpus(UserWarning):
    """What was read of a corpus is not all of it: no run has finished it yet. A warning, not an error."""


class RenderError(SynthPhiError):
    """A document cannot be written in a format: for example a character that the format forbids."""
