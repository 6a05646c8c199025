"""``adhere completion``: the completion script of a shell."""

from __future__ import annotations

from typing import Literal

Shell = Literal["bash", "zsh", "fish", "powershell"]


def run(shell: Shell, /) -> int:
    """Print the completion script of a shell, for packagers; --install-completion puts it where it belongs.

    Args:
        shell: bash, zsh, fish or powershell.
    """
    from adhere.cli.app import build

    print(build().generate_completion(shell=shell))
    return 0
