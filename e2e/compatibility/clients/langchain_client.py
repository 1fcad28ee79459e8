"""langchain-openai's `OpenAI`, its class for completions."""

import gc

from checks import (
    BASE_URL, MORE, PRACTICE, PROMPT, STOPS, TOKEN, arrived, check, equal, not_offered, raised, run, truth,
    wrong_classes,
)
from langchain_openai import OpenAI

EVERYTHING = {
    "temperature": 0.7, "top_p": 0.9, "seed": 42, "max_tokens": 50, "n": 2, "best_of": 3,
    "frequency_penalty": 0.5, "presence_penalty": -0.5, "logit_bias": {"50256": -100}, "logprobs": 2,
}
#: Fields of `create` that its class does not name.
KEYWORDS = {"suffix": " and after", "echo": True, "user": "someone"}
#: Sent by it whenever they are not given.
DEFAULTS = ("frequency_penalty", "max_tokens", "n", "presence_penalty", "temperature", "top_p")


def model(name, **settings):
    return OpenAI(
        model=name, base_url=BASE_URL, api_key=TOKEN, timeout=60, **{"max_retries": 0, **settings}
    )


@check("plain")
def _():
    answer = model(PRACTICE, max_tokens=8, seed=1).generate([PROMPT])
    equal(answer.llm_output["token_usage"]["completion_tokens"], 8)
    return "raises a TypeError where the server counts no tokens"


@check("stream")
def _():
    llm = model(PRACTICE, max_tokens=8, seed=1)
    equal("".join(llm.stream(PROMPT)), llm.invoke(PROMPT))


@check("everything")
def _():
    prompt, stop = "A \"quoted\" prompt\n 🌍", ["END", "\n\n"]
    text = model("mirror", **EVERYTHING, model_kwargs=KEYWORDS).invoke(prompt, stop=stop)
    arrived(text, {"model": "mirror", "prompt": [prompt], "stop": stop, **EVERYTHING, **KEYWORDS})


@check("choices")
def _():
    answer = model(PRACTICE, max_tokens=4, n=2, best_of=3).generate([PROMPT])
    equal(len(answer.generations[0]), 2)


@check("scoring")
def _():
    # A max_tokens of 0 is sent as it is; None would be left out.
    llm = model(PRACTICE, max_tokens=0, logprobs=1, model_kwargs={"echo": True})
    found = llm.generate([PROMPT]).generations[0][0].generation_info["logprobs"]
    equal(("".join(found["tokens"]), found["token_logprobs"][0]), (PROMPT, None))


@check("stops")
def _():
    text = model("mirror").invoke("p", stop=STOPS)
    arrived(text, {"model": "mirror", "prompt": ["p"], "stop": STOPS}, DEFAULTS)


@check("prompts")
def _():
    answer = model(PRACTICE, max_tokens=4).generate([PROMPT, "The sea"])
    equal([len(choices) for choices in answer.generations], [1, 1])


not_offered("ids", "takes texts only")


@check("more")
def _():
    text = model("mirror", extra_body=MORE).invoke("p")
    arrived(text, {"model": "mirror", "prompt": ["p"], **MORE}, DEFAULTS)


@check("logprobs10")
def _():
    text = model("mirror", logprobs=10).invoke("p")
    arrived(text, {"model": "mirror", "prompt": ["p"], "logprobs": 10}, DEFAULTS)


@check("wide")
def _():
    text = model("mirror").invoke("p", stop=[])
    arrived(text, {"model": "mirror", "prompt": ["p"], "stop": []}, DEFAULTS)
    return "reads `max_tokens: -1` itself, and replaces it by a number"


@check("usage")
def _():
    llm = model(PRACTICE, max_tokens=4, model_kwargs={"stream_options": {"include_usage": True}})
    equal(len(list(llm.stream(PROMPT))) > 0, True)
    return "sends `stream_options` and reads past the usage"


not_offered("models", "lists no models")


@check("errors")
def _():
    # Those of openai-python, on which it is built.
    classes = {
        400: "BadRequestError", 401: "AuthenticationError", 403: "PermissionDeniedError",
        422: "UnprocessableEntityError", 429: "RateLimitError", 500: "InternalServerError",
        503: "InternalServerError",
    }
    equal(wrong_classes(classes, lambda status: model(f"status-{status}").invoke("p")), [])
    equal(wrong_classes(classes, lambda status: list(model(f"status-{status}").stream("p"))), [])


@check("token")
def _():
    other = OpenAI(model=PRACTICE, base_url=BASE_URL, api_key="cpt_wrong", max_retries=0)
    equal(type(raised(lambda: other.invoke("p"))).__name__, "AuthenticationError")


@check("retries")
def _():
    for name in ("busy-once", "down-once"):
        equal(model(name, max_retries=2).invoke("langchain"), "Answered at last")


@check("broken")
def _():
    for name in ("cut", "error-in-stream", "without-end"):
        text = ""

        def read(name=name):
            nonlocal text
            for part in model(name).stream("p"):
                text += part
            return text

        truth(isinstance(raised(read), Exception), name)
        equal(text, "Half")


@check("abort")
def _():
    stream = model("endless").stream("langchain")
    next(stream)
    stream.close()
    del stream
    gc.collect()
    equal(model("was-closed").invoke("langchain"), "closed")


@check("finish")
def _():
    equal(model("eos").invoke("p"), "Done")
    equal("".join(model("eos").stream("p")), "Done")


run()
