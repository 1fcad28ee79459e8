"""lm-evaluation-harness, `local-completions`: its default run sends token ids.

Its tokenizers come from a hub that is not reached here. The practice model's own vocabulary (written by the
script that calls this) is made a tokenizer instead, so that its ids are those of the model that scores them.
"""

import json
import logging
import os
import tempfile
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
os.environ["OPENAI_API_KEY"] = os.environ["COMPATIBILITY_TOKEN"]

from checks import BASE_URL, PRACTICE, STOPS, arrived, check, equal, not_offered, raised, run, truth  # noqa: E402
from lm_eval import simple_evaluate  # noqa: E402
from lm_eval.api.instance import Instance  # noqa: E402
from lm_eval.models.openai_completions import LocalCompletionsAPI  # noqa: E402
from lm_eval.tasks import TaskManager  # noqa: E402
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers  # noqa: E402
from transformers import PreTrainedTokenizerFast  # noqa: E402

logging.disable(logging.WARNING)
URL = f"{BASE_URL}/completions"
FOLDER = Path(tempfile.mkdtemp(prefix="lm-eval-"))
END = "<|endoftext|>"
PAIRS = [("Once upon a time", " there was a lighthouse"), ("The sea", " was calm"), ("The keeper", " read")]


def write_tokenizer():
    given = json.loads(Path(os.environ["COMPATIBILITY_VOCABULARY"]).read_text())
    vocabulary = {text or END: number for number, text in enumerate(given["texts"])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token=END))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(given["pattern"]), behavior="isolated")
    tokenizer.decoder = decoders.Fuse()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token=END).save_pretrained(FOLDER / "tokenizer")


write_tokenizer()


def client(model, **settings):
    settings = {"tokenizer": str(FOLDER / "tokenizer"), "tokenizer_backend": "huggingface", **settings}
    return LocalCompletionsAPI(base_url=URL, model=model, max_retries=1, **settings)


def as_texts(model, **settings):
    return client(model, tokenizer=None, tokenizer_backend=None, eos_string=END, **settings)


def scored(llm, pairs=PAIRS):
    return llm.loglikelihood([Instance("loglikelihood", {}, pair, index) for index, pair in enumerate(pairs)])


def generated(llm, prompt, **settings):
    request = Instance("generate_until", {}, (prompt, {"until": ["\n"], "max_gen_toks": 8, **settings}), 0)
    return llm.generate_until([request])[0]


@check("plain")
def _():
    truth(generated(as_texts(PRACTICE), "Once upon a time") != "", "no text")


not_offered("stream", "does not stream")


@check("everything")
def _():
    llm = client("mirror")
    ids = llm.tok_encode("Once upon a time")
    sent = {"prompt": [ids], "model": "mirror", "max_tokens": 8, "temperature": 0, "stop": ["\n", END], "seed": 1234}
    arrived(generated(llm, "Once upon a time"), sent)
    return "the default body of a generation, with token ids"


not_offered("choices", "asks for one")


@check("scoring")
def _():
    # By texts; `ids` does it in the default form.
    by_text = client(PRACTICE, tokenized_requests=False)
    truth(all(score < 0 for score, _greedy in scored(by_text)), scored(by_text))


@check("stops")
def _():
    text = generated(as_texts("mirror"), "p", until=STOPS)
    equal(json.loads(text)["stop"], [*STOPS, END])


@check("prompts")
def _():
    equal(len(scored(client(PRACTICE, tokenized_requests=False, batch_size=3))), 3)


@check("ids")
def _():
    by_id, by_text = scored(client(PRACTICE)), scored(client(PRACTICE, tokenized_requests=False))
    equal([round(score, 4) for score, _ in by_id], [round(score, 4) for score, _ in by_text])
    equal(scored(client(PRACTICE, batch_size=3)), by_id)
    equal(scored(client(PRACTICE, num_concurrent=2)), by_id)
    equal(set(evaluated()), {"acc,none", "acc_stderr,none"})
    return "with batches, concurrent calls, and a whole task"


def evaluated():
    """A multiple-choice task from end to end, on a file made here. Its results' names."""
    lines = [{"start": "Once upon a", "ends": [" time", " sea"], "right": 0}, {"start": "The", "ends": [" the", " sea"], "right": 1}]
    (FOLDER / "task").mkdir(exist_ok=True)
    (FOLDER / "task/lines.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (FOLDER / "task/tiny.yaml").write_text(
        "task: tiny\ndataset_path: json\n"
        f"dataset_kwargs:\n  data_files:\n    test: {FOLDER / 'task/lines.jsonl'}\n"
        "test_split: test\noutput_type: multiple_choice\ndoc_to_text: '{{start}}'\ndoc_to_choice: '{{ends}}'\n"
        "target_delimiter: ''\ndoc_to_target: right\nmetric_list:\n  - metric: acc\n"
    )
    tasks = TaskManager(include_path=str(FOLDER / "task"), include_defaults=False)
    results = simple_evaluate(model=client(PRACTICE), tasks=["tiny"], task_manager=tasks, bootstrap_iters=10)
    found = results["results"]["tiny"]
    return [name for name in found if name.startswith("acc")]


@check("more")
def _():
    equal(json.loads(generated(as_texts("mirror"), "p", top_k=40, min_p=0.1)).get("min_p"), 0.1)


not_offered("logprobs10", "asks for 1")
not_offered("wide", "needs a length")
not_offered("usage", "does not stream")
not_offered("models", "lists no models")


@check("errors")
def _():
    wrong = []
    for status in (400, 401, 403, 422, 429, 500, 503):
        error = raised(lambda status=status: generated(as_texts(f"status-{status}"), "p"))
        if type(error).__name__ != "HTTPError" or error.response.status_code != status:
            wrong.append(f"{status}: {error!r}")
    equal(wrong, [])
    return "one class for all: requests' HTTPError"


@check("token")
def _():
    llm = as_texts(PRACTICE, header={"Authorization": "Bearer cpt_wrong"})
    equal(raised(lambda: generated(llm, "p")).response.status_code, 401)


@check("retries")
def _():
    for model in ("busy-once", "down-once"):
        llm = as_texts(model)
        llm.max_retries = 3
        equal(generated(llm, "lm-eval"), "Answered at last")


not_offered("broken", "does not stream")
not_offered("abort", "does not stream")


@check("finish")
def _():
    equal(generated(as_texts("eos"), "p"), "Done")


run()
