"""The official client of OpenAI."""

import openai
from checks import (
    BASE_URL, IDS, MORE, PRACTICE, PROMPT, STOPS, TOKEN, arrived, check, equal, raised, run, truth, wrong_classes,
)

client = openai.OpenAI(api_key=TOKEN, base_url=BASE_URL, max_retries=0, timeout=60)
create = client.completions.create

EVERYTHING = {
    "prompt": "A \"quoted\" prompt\n 🌍", "temperature": 0.7, "top_p": 0.9, "seed": 42, "max_tokens": 50,
    "stop": ["END", "\n\n"], "suffix": " and after", "n": 1, "best_of": 2, "frequency_penalty": 0.5,
    "presence_penalty": -0.5, "logit_bias": {"50256": -100}, "logprobs": 2, "echo": True, "user": "someone",
}


def mirrored(**sent):
    return create(model="mirror", **sent).choices[0].text


def streamed(**sent):
    return "".join(choice.text for part in create(stream=True, **sent) for choice in part.choices)


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
    texts = {}
    for part in create(model=PRACTICE, prompt=PROMPT, max_tokens=4, n=2, stream=True):
        for choice in part.choices:
            texts[choice.index] = texts.get(choice.index, "") + choice.text
    equal(sorted(texts), [0, 1])


@check("scoring")
def _():
    answer = create(model=PRACTICE, prompt=PROMPT, max_tokens=0, echo=True, logprobs=1)
    found = answer.choices[0].logprobs
    equal(("".join(found.tokens), found.token_logprobs[0]), (PROMPT, None))
    truth(all(number < 0 for number in found.token_logprobs[1:]), found.token_logprobs)


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
    parts = list(create(model=PRACTICE, prompt=PROMPT, max_tokens=4, stream=True, stream_options={"include_usage": True}))
    equal((parts[-1].choices, parts[-1].usage.completion_tokens), ([], 4))


@check("models")
def _():
    truth(PRACTICE in [model.id for model in client.models.list()], "not in the list")


@check("errors")
def _():
    classes = {
        400: "BadRequestError", 401: "AuthenticationError", 403: "PermissionDeniedError",
        422: "UnprocessableEntityError", 429: "RateLimitError", 500: "InternalServerError",
        503: "InternalServerError",
    }
    for stream in (False, True):
        equal(wrong_classes(classes, lambda status: create(model=f"status-{status}", prompt="p", stream=stream)), [])


@check("token")
def _():
    other = openai.OpenAI(api_key="cpt_wrong", base_url=BASE_URL, max_retries=0)
    error = raised(lambda: other.completions.create(model=PRACTICE, prompt="p"))
    equal((type(error).__name__, error.code), ("AuthenticationError", "invalid_api_key"))


@check("retries")
def _():
    for model in ("busy-once", "down-once"):
        error = raised(lambda model=model: create(model=model, prompt="without retries"))
        truth(model == "down-once" or error.response.headers.get("retry-after") == "1", error.response.headers)
        patient = client.with_options(max_retries=2).completions
        equal(patient.create(model=model, prompt="openai").choices[0].text, "Answered at last")


@check("broken")
def _():
    for model in ("cut", "error-in-stream", "without-end"):
        text = ""

        def read():
            nonlocal text
            for part in create(model=model, prompt="p", stream=True):
                text += part.choices[0].text
            return text

        error = raised(read)
        truth(isinstance(error, openai.APIError), f"{model}: {error!r}")
        equal(text, "Half")


@check("abort")
def _():
    stream = create(model="endless", prompt="openai", stream=True)
    next(iter(stream))
    stream.close()
    equal(create(model="was-closed", prompt="openai").choices[0].text, "closed")


@check("finish")
def _():
    equal(create(model="eos", prompt="p").choices[0].text, "Done")
    equal(streamed(model="eos", prompt="p"), "Done")


run()
