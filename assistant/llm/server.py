"""The process of the local language model: `python -m assistant.llm.server`.

It reads one line of JSON from standard input (`weights`, `context`, `threads`, `key`), loads the model, writes one line
with its address (`{"address": "http://127.0.0.1:…"}`), and answers chat requests in the OpenAI form until its standard
input is closed, which happens when its parent ends.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def main() -> None:
    """Serve until standard input is closed."""
    # What llama.cpp prints must not get into the one line that the parent reads.
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    settings = json.loads(sys.stdin.readline())
    server = _load(settings)
    print(json.dumps({"address": server.listening_address}), file=answer, flush=True)
    while sys.stdin.readline():
        pass
    os._exit(0)  # a request still running need not be waited for


def _load(settings: dict[str, Any]) -> Any:
    import xllamacpp  # noqa: PLC0415 - only this process may load it

    params = xllamacpp.CommonParams()
    params.model.path = settings["weights"]
    params.n_ctx = settings["context"]
    params.n_parallel = 1
    params.cpuparams.n_threads = settings["threads"]
    params.cpuparams_batch.n_threads = settings["threads"]
    params.cache_prompt = True
    # A request that nobody waits for any more must not hold up the next: without pings the client's own time limit ends
    # it, and a server looks for that only between batches.
    params.sse_ping_interval = -1
    params.n_batch = params.n_ubatch
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [settings["key"]]
    params.offline = True
    params.ui = False
    return xllamacpp.Server(params)


if __name__ == "__main__":
    main()
