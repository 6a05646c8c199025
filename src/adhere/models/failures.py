"""What went wrong at an endpoint, and whether another try can help."""

from __future__ import annotations

import json
import socket
import ssl
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from typing import TYPE_CHECKING

from adhere.models.openai_wire import excerpt
from adhere.models.retry import retry_after

if TYPE_CHECKING:
    import httpx


_PASSING = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}


class Remedy(Enum):
    """What can be done about a failure."""

    RETRY = auto()
    """It may pass."""
    RETRY_CONNECTION = auto()
    """It may pass; if it never does and nothing was ever answered, nothing will be."""
    NONE_FOR_REQUEST = auto()
    """The endpoint will never accept this request."""
    NONE_FOR_ENDPOINT = auto()
    """The endpoint will not accept any request."""

    @property
    def may_pass(self) -> bool:
        """Whether another try can succeed."""
        return self in {Remedy.RETRY, Remedy.RETRY_CONNECTION}


@dataclass(frozen=True, slots=True)
class Failure:
    """One try that failed.

    Attributes:
        message: what happened, for people. remedy: what can be done.
        hint: what the user can do. wait: seconds that the server asked to wait.
    """

    message: str
    remedy: Remedy
    hint: str | None = None
    wait: float | None = None


def of_response(response: httpx.Response, *, now: float) -> Failure:
    """Classify a response whose status is not a success; ``now`` in seconds since 1970."""
    status = response.status_code
    said = f"HTTP {status}: {excerpt(response.content)}".removesuffix(": ")
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        # The body is not quoted: some servers repeat the key that they were given.
        said = f"HTTP {status}: the API key is missing, wrong or not allowed"
        hint: str | None = "set ADHERE_API_KEY (or OPENAI_API_KEY) to a key that may use this model"
    else:
        hint = _hint_for_endpoint(response)
    if hint is not None:
        return Failure(said, Remedy.NONE_FOR_ENDPOINT, hint)
    if status in _PASSING or response.is_server_error:
        return Failure(said, Remedy.RETRY, wait=retry_after(response.headers, now=now))
    return Failure(said, Remedy.NONE_FOR_REQUEST)


def _hint_for_endpoint(response: httpx.Response) -> str | None:
    """Return what to do where no request can succeed, None where one may."""
    if response.is_redirect:
        return f"use the address that it redirects to: {excerpt(response.headers.get('location', '').encode())}"
    if response.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}:
        return "check the model's name, and that the address is the base (https://HOST/v1)"
    if response.status_code == HTTPStatus.PAYMENT_REQUIRED or _code(response) == "insufficient_quota":
        return "the account has no credit left"
    return None


def of_exception(error: httpx.HTTPError) -> Failure:
    """Classify a try that brought no response."""
    import httpx

    what = type(error).__name__
    causes = set(map(type, _causes(error)))
    if ssl.SSLCertVerificationError in causes:
        hint = "set SSL_CERT_FILE to the certificates that the endpoint is signed with"
        return Failure("the endpoint's certificate cannot be verified", Remedy.NONE_FOR_ENDPOINT, hint)
    if socket.gaierror in causes:
        return Failure("no such host", Remedy.NONE_FOR_ENDPOINT, "check the address and the network")
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return Failure(f"no connection ({what})", Remedy.RETRY_CONNECTION, "check that the server is running")
    if isinstance(error, httpx.TimeoutException):
        return Failure(f"no answer in time ({what})", Remedy.RETRY)
    return Failure(f"the connection broke off ({what})", Remedy.RETRY)


def _causes(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or current.__context__
    return chain


def _code(response: httpx.Response) -> str | None:
    try:
        error = json.loads(response.content)["error"]
    except (ValueError, KeyError, TypeError):
        return None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) else None
