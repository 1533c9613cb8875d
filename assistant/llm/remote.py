"""Servers that speak the OpenAI chat form: at an address, Ollama's, and the local process."""

from __future__ import annotations

import http.client
import os
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

from assistant.llm.address import checked, shown
from docs_store.errors import ModelError, ServiceUnavailableError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

ANSWER_TOKENS = 1024
_PROBE_SECONDS = 5.0
_NO_KEY = "none"  # the client insists on a key; a server that needs none ignores it


def open_ai_compatible(
    *, address: str, model: str, key: str = "", seconds: float, through_proxy: bool = True
) -> BaseChatModel:
    """A chat model behind an address such as `http://host:8000/v1`.

    Args:
        key: what the server wants for authorisation; empty for none. It is sent there and nowhere else.
        seconds: longest silence of the server.
        through_proxy: whether the environment's proxy settings hold; not for this machine's own server.
    """
    # LangChain sends its runs to a tracing service where these are set; nothing here may leave for anywhere else.
    os.environ["LANGSMITH_TRACING"] = os.environ["LANGCHAIN_TRACING_V2"] = "false"
    import httpx2  # noqa: PLC0415 - heavy, and only for who asked for a language model
    from langchain_openai import ChatOpenAI  # noqa: PLC0415
    from pydantic import SecretStr  # noqa: PLC0415

    return ChatOpenAI(
        base_url=address,
        model=model,
        api_key=SecretStr(key or _NO_KEY),
        temperature=0.0,
        max_tokens=ANSWER_TOKENS,  # type: ignore[call-arg]  # an alias of max_completion_tokens
        timeout=seconds,
        max_retries=0,
        stream_usage=False,
        http_client=httpx2.Client(trust_env=through_proxy, timeout=seconds, follow_redirects=False),
    )


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: urllib would send the key along to whatever host the server names."""

    def redirect_request(self, *_: object) -> None:
        """Nothing to ask next, so that the answer itself is the error."""


def probe(name: str, address: str, key: str) -> None:
    """Ask a server which models it has, to know that it is there. The key is sent there and nowhere else.

    Raises:
        UsageError: the address is none; see `assistant.llm.address.checked`.
        ServiceUnavailableError: nobody answers at the address.
        ModelError: the server refuses the key, or sends the request on to another address.
    """
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    request = urllib.request.Request(f"{checked(address).rstrip('/')}/models", headers=headers)
    address = shown(address)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=_PROBE_SECONDS):
            return
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in (401, 403):
            raise ModelError(
                f"The language model {name} at {address} refuses the key ({error.code}).",
                remedy="Check the key in the settings or the environment.",
            ) from error
        if error.code in (301, 302, 303, 307, 308):
            raise ModelError(
                f"The language model {name} at {address} sends requests on to another address ({error.code}).",
                remedy="Give the address that they end at.",
            ) from error
        # any other answer comes from a server that lives; not all of them list their models
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise ServiceUnavailableError(
            f"The language model {name} does not answer at {address} ({reason}).",
            remedy="Start its server, or choose another with --llm.",
        ) from error
