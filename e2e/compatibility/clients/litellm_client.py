"""LiteLLM as a library. (Its proxy is among the servers.)"""

import os

# Read at import: otherwise it asks GitHub for prices.
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import litellm  # noqa: E402
from checks import (  # noqa: E402
    BASE_URL, IDS, MORE, PRACTICE, PROMPT, STOPS, TOKEN, arrived, check, equal, not_offered, raised, run,
    wrong_classes,
)

litellm.suppress_debug_info = True
# Otherwise it cuts the list to four.
litellm.disable_stop_sequence_limit = True

EVERYTHING = {
    "prompt": "A \"quoted\" prompt\n 🌍", "temperature": 0.7, "top_p": 0.9, "seed": 42, "max_tokens": 50,
    "stop": ["END", "\n\n"], "suffix": " and after", "n": 1, "best_of": 2, "frequency_penalty": 0.5,
    "presence_penalty": -0.5, "logit_bias": {"50256": -100}, "logprobs": 2, "echo": True, "user": "someone",
}


def create(model, **sent):
    return litellm.text_completion(
        model=f"text-completion-openai/{model}", api_base=BASE_URL, timeout=60,
        **{"api_key": TOKEN, "max_retries": 0, **sent},
    )


def mirrored(**sent):
    return create(model="mirror", **sent).choices[0].text


def streamed(**sent):
    return "".join(choice.text or "" for part in create(stream=True, **sent) for choice in part.choices)


@check("plain")
def _():
    answer = create(model=PRACTICE, prompt=PROMPT, max_tokens=8, seed=1)
    equal((answer.choices[0].finish_reason, answer.usage.completion_tokens), ("length", 8))


@check("stream")
def _():
    plain = create(model=PRACTICE, prompt=PROMPT, max_tokens=8, seed=1).choices[0].text
    equal(streamed(model=PRACTICE, prompt=PROMPT, max_tokens=8, seed=1), plain)


@check("everything")
def _():
    arrived(mirrored(**EVERYTHING), {"model": "mirror", **EVERYTHING})


@check("choices")
def _():
    answer = create(model=PRACTICE, prompt=PROMPT, max_tokens=4, n=2, best_of=3)
    equal([choice.index for choice in answer.choices], [0, 1])


@check("scoring")
def _():
    answer = create(model=PRACTICE, prompt=PROMPT, max_tokens=0, echo=True, logprobs=1)
    found = answer.choices[0].logprobs
    equal(("".join(found.tokens), found.token_logprobs[0]), (PROMPT, None))


@check("stops")
def _():
    arrived(mirrored(prompt="p", stop=STOPS), {"model": "mirror", "prompt": "p", "stop": STOPS})


@check("prompts")
def _():
    answer = create(model=PRACTICE, prompt=[PROMPT, "The sea"], max_tokens=4)
    equal([choice.index for choice in answer.choices], [0, 1])


@check("ids")
def _():
    for ids in (IDS[0], IDS):
        arrived(mirrored(prompt=ids), {"model": "mirror", "prompt": ids})


@check("more")
def _():
    sent = {"prompt": "p", "max_tokens": 5}
    arrived(mirrored(**sent, extra_body=MORE), {"model": "mirror", **sent, **MORE})


@check("logprobs10")
def _():
    arrived(mirrored(prompt="p", logprobs=10), {"model": "mirror", "prompt": "p", "logprobs": 10})


@check("wide")
def _():
    sent = {"prompt": "p", "stop": [], "max_tokens": -1}
    arrived(mirrored(**sent), {"model": "mirror", **sent})


@check("usage")
def _():
    stream = create(
        model=PRACTICE, prompt=PROMPT, max_tokens=4, stream=True, stream_options={"include_usage": True}
    )
    counts = [part.usage.completion_tokens for part in stream if getattr(part, "usage", None)]
    equal(counts[-1:], [4])


not_offered("models", "lists no models of a server")


@check("errors")
def _():
    classes = {
        400: "BadRequestError", 401: "AuthenticationError", 403: "APIError",
        422: "BadRequestError", 429: "RateLimitError", 500: "InternalServerError",
        503: "ServiceUnavailableError",
    }
    equal(wrong_classes(classes, lambda status: create(model=f"status-{status}", prompt="p")), [])
    # A stream raises when it is read.
    equal(wrong_classes(classes, lambda status: streamed(model=f"status-{status}", prompt="p")), [])
    return "by its own mapping 403 is an APIError, and 422 a BadRequestError"


@check("token")
def _():
    error = raised(lambda: create(model=PRACTICE, prompt="p", api_key="cpt_wrong"))
    equal(type(error).__name__, "AuthenticationError")


@check("retries")
def _():
    for model in ("busy-once", "down-once"):
        equal(create(model=model, prompt="litellm", max_retries=2).choices[0].text, "Answered at last")


@check("broken")
def _():
    quiet = []
    for model in ("cut", "error-in-stream", "without-end"):
        text, error = "", None
        try:
            for part in create(model=model, prompt="p", stream=True):
                text += part.choices[0].text or ""
        except Exception as caught:  # noqa: BLE001 - any class may come
            error = caught
        equal(text, "Half")
        if error is None:
            quiet.append(model)
    equal(quiet, [])


not_offered("abort", "its stream has no `close`: the connection ends when Python collects it")


@check("finish")
def _():
    equal(create(model="eos", prompt="p").choices[0].text, "Done")
    equal(streamed(model="eos", prompt="p"), "Done")



run()
