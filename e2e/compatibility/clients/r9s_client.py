"""r9s' own Python SDK."""

from checks import (
    BASE_URL, PRACTICE, PROMPT, STOPS, TOKEN, arrived, check, equal, not_offered, raised, run, truth, wrong_classes,
)
from r9s import R9S
from r9s.utils import BackoffStrategy, RetryConfig

client = R9S(api_key=TOKEN, server_url=BASE_URL, timeout_ms=60_000)
create = client.completions.create

EVERYTHING = {
    "prompt": "A \"quoted\" prompt\n 🌍", "temperature": 0.7, "top_p": 0.9, "seed": 42, "max_tokens": 50,
    "stop": ["END", "\n\n"], "n": 1, "best_of": 2, "frequency_penalty": 0.5, "presence_penalty": -0.5,
    "logit_bias": {"50256": -100}, "echo": True, "user": "someone",
}
#: Sent by this SDK whenever they are not given.
DEFAULTS = ("echo", "n", "frequency_penalty", "presence_penalty", "stream", "temperature", "top_p")
ONE_SECOND = RetryConfig("backoff", BackoffStrategy(100, 1000, 1.5, 20_000), True)


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
    text = create(model="mirror", **EVERYTHING).choices[0].text
    arrived(text, {"model": "mirror", **EVERYTHING}, DEFAULTS)
    return "has no `suffix`, no `logprobs`"


@check("choices")
def _():
    answer = create(model=PRACTICE, prompt=PROMPT, max_tokens=4, n=2, best_of=3)
    equal([choice.index for choice in answer.choices], [0, 1])


not_offered("scoring", "has no `logprobs`, and drops the ones that come back")


@check("stops")
def _():
    text = create(model="mirror", prompt="p", stop=STOPS).choices[0].text
    arrived(text, {"model": "mirror", "prompt": "p", "stop": STOPS}, DEFAULTS)


not_offered("prompts", "takes one text only")
not_offered("ids", "takes one text only")
not_offered("more", "has no `extra_body`")
not_offered("logprobs10", "has no `logprobs`")


@check("wide")
def _():
    text = create(model="mirror", prompt="p", stop=[], max_tokens=-1).choices[0].text
    arrived(text, {"model": "mirror", "prompt": "p", "stop": [], "max_tokens": -1}, DEFAULTS)


not_offered("usage", "has no `stream_options`")


@check("models")
def _():
    truth(PRACTICE in [model.id for model in client.models.list().data], "not in the list")


@check("errors")
def _():
    classes = {
        400: "BadRequestError", 401: "AuthenticationError", 403: "PermissionDeniedError",
        422: "UnprocessableEntityError", 429: "RateLimitError", 500: "InternalServerError",
        503: "ServiceUnavailableError",
    }
    for stream in (False, True):
        equal(wrong_classes(classes, lambda status: create(model=f"status-{status}", prompt="p", stream=stream)), [])


@check("token")
def _():
    other = R9S(api_key="cpt_wrong", server_url=BASE_URL)
    error = raised(lambda: other.completions.create(model=PRACTICE, prompt="p"))
    equal((type(error).__name__, error.data.error.code), ("AuthenticationError", "invalid_api_key"))


@check("retries")
def _():
    for model in ("busy-once", "down-once"):
        equal(create(model=model, prompt="r9s", retries=ONE_SECOND).choices[0].text, "Answered at last")


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


@check("abort")
def _():
    with create(model="endless", prompt="r9s", stream=True) as stream:
        next(stream)
    equal(create(model="was-closed", prompt="r9s").choices[0].text, "closed")


@check("finish")
def _():
    equal(create(model="eos", prompt="p").choices[0].text, "Done")
    equal(streamed(model="eos", prompt="p"), "Done")


run()
