"""Rows of tests/compat/lib.sh: "WORD<tab>TEXT" for each piece of work, held against the audit log."""
import os
import sys
import traceback

MODE = os.environ["QW_MODE"]
DENIED = os.environ["QW_DENIED"].split() if MODE == "level" else []


def denials():
    with open(os.environ["AUDIT"], encoding="utf-8") as log:
        return sum('"decision":"deny"' in line for line in log)


def tell(word, text, detail=""):
    print(f"{word}\t{text}", flush=True)
    for line in detail.splitlines():
        print(line, flush=True)


def row(text, work, kind=None):
    """WORK passes; where the rules deny its KIND it is denied.  What it returned, or None."""
    if MODE == "opened" and kind not in os.environ["QW_DENIED"].split():
        return None
    before, result, error = denials(), None, ""
    try:
        result = work()
    except Exception:  # whatever the library makes of it
        error = traceback.format_exc()
    is_denied = denials() > before
    if kind in DENIED:
        is_so = is_denied and error
        tell("by rule" if is_so else "FAILED", f"{text}   # {kind}", "" if is_so else f"not denied: {error}")
    elif is_denied:
        tell("DENIED", text, error)
    elif error:
        tell("FAILED", text, error)
    else:
        tell("ok", text)
    return result


def same(got, wanted):
    if got != wanted:
        raise AssertionError(f"got {got!r}, wanted {wanted!r}")


def done():
    tell("done", "")
    sys.exit(0)
