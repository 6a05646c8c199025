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


def install(*, shell: Shell | None = None) -> int:
    """Put the completion script where the shell looks for it.

    Args:
        shell: bash, zsh, fish or powershell; by default the one that runs.
    """
    from adhere.cli.app import build
    from adhere.cli.terminal import say

    path = build().install_completion(shell=shell)
    say(f"installed {path}; start a new shell to use it")
    return 0
