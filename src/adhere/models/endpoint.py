"""Where an OpenAI-compatible endpoint is, and the key to it."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit, urlunsplit

from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

_FORM = "give it as https://HOST/v1, as in openai:http://localhost:8000/v1#MODEL"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address and its credentials.

    Attributes:
        url: base address, ending in the version (``https://api.openai.com/v1``); never holds a secret.
        key: sent as a bearer token; empty where none is needed. Kept out of ``repr``.
    """

    url: str
    key: str = field(default="", repr=False)

    @classmethod
    def at(cls, url: str, environment: Mapping[str, str] = os.environ) -> Self:
        """Return the endpoint at ``url``, with the key that the environment holds for it.

        ``ADHERE_API_KEY`` goes to any endpoint; ``OPENAI_API_KEY`` only where the connection is encrypted or stays on
        this machine, since it is usually set for other programs.

        Raises:
            UsageError: the URL is not one of an endpoint, or the key cannot be sent.
        """
        parts = _parse(url)
        local = parts.scheme == "https" or _is_loopback(parts.hostname or "")
        key = environment.get("ADHERE_API_KEY") or (environment.get("OPENAI_API_KEY") if local else None) or ""
        key = key.strip()
        if not (key.isascii() and key.isprintable()):
            # Checked here, since the HTTP library's own complaint would quote the key.
            raise UsageError("the API key in the environment holds characters that a header cannot carry")
        path = parts.path.rstrip("/").removesuffix("/chat/completions") or "/v1"
        return cls(urlunsplit((parts.scheme, parts.netloc, path, "", "")), key)

    @property
    def completions(self) -> str:
        """The address that conversations are sent to."""
        return f"{self.url}/chat/completions"

    def redacted(self, text: str) -> str:
        """Return ``text`` without the key, for what a server says."""
        return text.replace(self.key, "***") if self.key else text


def _parse(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError as error:
        raise UsageError("the address of the endpoint is not a URL", hint=_FORM) from error
    if parts.username is not None or parts.password is not None or parts.query:
        # Not quoted: what stands there is a secret.
        raise UsageError(
            "the address of the endpoint holds credentials or a query",
            hint="put the key into the environment variable ADHERE_API_KEY: the address is written into runs",
        )
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_is_valid or any(map(str.isspace, url)):
        raise UsageError(f"{url!r} is not the address of an endpoint", hint=_FORM)
    return parts


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
