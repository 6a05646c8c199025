"""Downloads of wheels through the user's own pip: their index, proxy, mirror and certificates apply."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from typing import TYPE_CHECKING

from adhere.errors import UpstreamError
from adhere.models.progress import growth_reported

if TYPE_CHECKING:
    from pathlib import Path

    from adhere.models.known import Wheel
    from adhere.models.progress import OnPullProgress

_CREDENTIALS = re.compile(r"//[^/@\s]+@")


def pip_available() -> bool:
    """Whether this interpreter has pip; environments made by uv have none."""
    return find_spec("pip") is not None


def download_with_pip(wheel: Wheel, folder: Path, on_progress: OnPullProgress) -> Path:
    """Download ``wheel`` into ``folder``; nothing is left behind when that fails or is interrupted.

    Returns:
        The path of the file, not yet verified.

    Raises:
        UpstreamError: pip failed; the message carries its last error line.
    """
    requirement = f"{wheel.project}=={wheel.version}"
    # Wheels only: building from a source archive would run its code.
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar", "off", "--dest", str(folder), requirement]
    stage = f"downloading {wheel.project} {wheel.version}"
    # pip downloads into its temporary folder: given one of our own, that folder's growth is the progress.
    with (
        tempfile.TemporaryDirectory(prefix="pip-", dir=folder, ignore_cleanup_errors=True) as scratch,
        growth_reported(folder, stage, wheel.size, on_progress),
    ):
        environment = {**os.environ, "TMPDIR": scratch}
        done = subprocess.run(command, check=False, capture_output=True, env=environment)  # noqa: S603 - own interpreter, fixed arguments
    if done.returncode != 0:
        raise UpstreamError(
            f"pip could not download {requirement}: {_last_error(done.stderr)}",
            hint="check the network and pip's index settings (pip config list), then run the command again",
        )
    path = folder / wheel.filename
    if not path.is_file():
        raise UpstreamError(f"the package index gave another file than {wheel.filename} for {requirement}")
    return path


def _last_error(stderr: bytes) -> str:
    lines = stderr.decode(errors="replace").strip().splitlines()
    errors = [line for line in lines if line.startswith("ERROR:")] or lines or ["it said nothing"]
    return _CREDENTIALS.sub("//***@", errors[-1].removeprefix("ERROR:").strip())
