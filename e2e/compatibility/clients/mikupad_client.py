"""mikupad's own requests, by hand: it is a page, so its bodies are sent with httpx.

Source: mikupad.html, `openaiOobaCompletion`: its default body for an OpenAI-compatible server, streamed.
"""

import json

import httpx
from checks import BASE_URL, MORE, PRACTICE, PROMPT, TOKEN, arrived, check, equal, not_offered, run, truth

http = httpx.Client(base_url=BASE_URL, headers={"authorization": f"Bearer {TOKEN}"}, timeout=60)

STRICT = {
    "temperature": 0.7, "frequency_penalty": 0, "presence_penalty": 0, "top_p": 0.95, "max_tokens": 12,
    "stop": [], "seed": 7, "logprobs": 10, "stream": True,
}
DEFAULT = {**STRICT, **MORE}


def streamed(body, headers=None):
    """The text of a streamed answer, read as the page reads it: until the stream ends."""
    text, tokens = "", []
    with http.stream("POST", "/completions", json=body, headers=headers) as answer:
        if answer.status_code != 200:
            raise AssertionError(f"{answer.status_code} {answer.read().decode()}")
        for line in answer.iter_lines():
            if not line.startswith("data: ") or line == "data: [DONE]":
                continue
            for choice in json.loads(line[6:])["choices"]:
                text += choice["text"]
                tokens += (choice["logprobs"] or {}).get("tokens", [])
    return text, tokens


not_offered("plain", "always streams")


@check("stream")
def _():
    text, tokens = streamed({"model": PRACTICE, "prompt": PROMPT, **DEFAULT})
    equal("".join(tokens), text)
    truth(text != "", "no text")


@check("everything")
def _():
    body = {"model": "mirror", "prompt": PROMPT, **DEFAULT}
    arrived(streamed(body)[0], body)


not_offered("choices", "asks for one")
not_offered("scoring", "asks for no echo")
not_offered("prompts", "sends one text")
not_offered("ids", "sends texts")


@check("stops")
def _():
    body = {"model": "mirror", "prompt": PROMPT, **STRICT, "stop": ["\n", "A:", "B:", "C:", "D:"]}
    arrived(streamed(body)[0], body)


@check("more")
def _():
    body = {"model": "mirror", "prompt": PROMPT, "stream": True, **MORE}
    arrived(streamed(body)[0], body)


@check("logprobs10")
def _():
    body = {"model": "mirror", "prompt": PROMPT, **STRICT}
    arrived(streamed(body)[0], body)


@check("wide")
def _():
    body = {"model": "mirror", "prompt": PROMPT, "stream": True, "max_tokens": -1, "stop": []}
    arrived(streamed(body)[0], body)


not_offered("usage", "asks for none")


@check("models")
def _():
    truth(PRACTICE in [model["id"] for model in http.get("/models").json()["data"]], "not in the list")


@check("errors")
def _():
    for status in (400, 429, 503):
        answer = http.post("/completions", json={"model": f"status-{status}", "prompt": "p", "stream": True})
        equal((answer.status_code, answer.json()["error"]["message"]), (status, "Said by the upstream."))
    return "has no classes: shows the message"


@check("token")
def _():
    answer = http.post("/completions", json={"model": PRACTICE, "prompt": "p"}, headers={"authorization": "Bearer no"})
    equal((answer.status_code, answer.json()["error"]["code"]), (401, "invalid_api_key"))


not_offered("retries", "retries nothing")


@check("broken")
def _():
    for model in ("cut", "error-in-stream", "without-end"):
        with http.stream("POST", "/completions", json={"model": model, "prompt": "p", "stream": True}) as answer:
            events = [json.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data: {")]
        truth("error" in events[-1], events)


@check("abort")
def _():
    with http.stream("POST", "/completions", json={"model": "endless", "prompt": "mikupad", "stream": True}) as answer:
        next(answer.iter_lines())
    equal(streamed({"model": "was-closed", "prompt": "mikupad", "stream": True})[0], "closed")


@check("finish")
def _():
    equal(streamed({"model": "eos", "prompt": "p", "stream": True})[0], "Done")


run()
