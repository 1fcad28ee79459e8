"""What the clients' files share: how a check is declared, run within a time limit, and reported.

A file declares one check for each feature that its client offers. `run` prints a line of JSON for each:
{"feature": …, "result": "pass" | "fail" | "not offered" | "not available", "note": …}.
"""

import json
import os
import signal
import sys
import traceback

BASE_URL = os.environ["COMPATIBILITY_URL"]
TOKEN = os.environ["COMPATIBILITY_TOKEN"]

PRACTICE = "practice-1"
PROMPT = "Once upon a time there was a lighthouse"
STOPS = [".", "!", "?", "\n", ";"]
IDS = [[11, 12, 13], [14, 15]]
STATUSES = [400, 401, 403, 422, 429, 500, 503]

#: mikupad's own fields, beside those of the contract.
MORE = {
    "top_k": 40,
    "min_p": 0.05,
    "repetition_penalty": 1.1,
    "repetition_penalty_range": 512,
    "penalize_nl": False,
    "ban_eos_token": True,
}

SECONDS_PER_CHECK = 90


class NotOffered(Exception):
    """This client has no way to say it."""


class NotHad(Exception):
    """It needs something that cannot be had here."""


_checks = {}


def check(feature):
    """Declares the check of one feature: an id of features.ts. It passes unless it raises."""

    def keep(function):
        _checks[feature] = function
        return function

    return keep


def not_offered(feature, why):
    def refuse():
        raise NotOffered(why)

    _checks[feature] = refuse


def equal(found, expected):
    if found != expected:
        raise AssertionError(f"{shown(found)}, expected {shown(expected)}")


def truth(holds, found):
    if not holds:
        raise AssertionError(shown(found))


def arrived(text, sent, by_itself=()):
    """The model `mirror` answers with the body that came to it: all of `sent`, and what the client adds."""
    body = json.loads(text)
    for name in by_itself:
        if name not in sent:
            body.pop(name, None)
    equal(body, sent)


def raised(call):
    """The exception of a call that must fail."""
    try:
        result = call()
    except Exception as error:  # noqa: BLE001 - any class may come, that is what is looked at
        return error
    raise AssertionError(f"no exception, but {shown(result)}")


def wrong_classes(classes, call):
    """Of the statuses in `classes`, those whose exception is of another class, each with that class."""
    wrong = []
    for status, expected in classes.items():
        error = raised(lambda status=status: call(status))
        if type(error).__name__ != expected:
            wrong.append(f"{status}: {type(error).__name__} instead of {expected}")
        elif "Said by the upstream" not in str(error):
            wrong.append(f"{status}: the upstream's message is missing in {shown(str(error))}")
    return wrong


def shown(value):
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 300 else text[:300] + "…"


def run():
    """Runs every check of this file, or only those named on the command line."""
    signal.signal(signal.SIGALRM, _too_long)
    for feature, function in _checks.items():
        if sys.argv[1:] and feature not in sys.argv[1:]:
            continue
        result, note = "pass", ""
        signal.alarm(SECONDS_PER_CHECK)
        try:
            note = function() or ""
        except NotOffered as error:
            result, note = "not offered", str(error)
        except NotHad as error:
            result, note = "not available", str(error)
        except Exception as error:  # noqa: BLE001 - a check may fail in any way
            result, note = "fail", shown(f"{type(error).__name__}: {error}")
            traceback.print_exc(file=sys.stderr)
        finally:
            signal.alarm(0)
        print(json.dumps({"feature": feature, "result": result, "note": note}), flush=True)


def _too_long(_signal, _frame):
    raise TimeoutError(f"not done after {SECONDS_PER_CHECK} s")
