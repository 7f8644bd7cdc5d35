#!/usr/bin/env python3
"""Sends requests to a real dockerd that allows everything, and holds what came out against `quaywarden check`.

Started by `run`, which starts the engine and the recorder.  For each request one of these is true:
  refused     the engine did not take it
  denied      quaywarden does not understand it, and denies it at every level
  alike       quaywarden understood it exactly as the engine did
  made        the same of a create that did not reach the runtime: what the engine shows of it is alike
Anything else is a third outcome, is printed, and fails.
"""
import argparse
import collections
import concurrent.futures
import pathlib
import sys
import threading
import traceback

from creates import Creates
from engine import Engine
from execs import Execs
from quaywarden import Check
from transports import Transports
from updates import Updates
from uris import Uris
from volumes import Volumes
from world import World

FAMILIES = (Creates, Transports, Execs, Updates, Volumes, Uris)
MOST_SHOWN = 20


class Report:
    def __init__(self):
        self.counts = collections.defaultdict(collections.Counter)
        self.third = []
        self.lock = threading.Lock()

    def add(self, family, outcome, case, what=()):
        with self.lock:
            self.counts[family]["sent"] += 1
            self.counts[family][outcome] += 1
            if outcome == "third":
                self.third.append((family, case))
                if len(self.third) <= MOST_SHOWN:
                    print(f"THIRD OUTCOME {family} {case.name}: {case.shown()}", *what, sep="\n    ", flush=True)

    def show(self, engine):
        for family, counts in self.counts.items():
            print(f"engine {engine}, {family}: {counts['sent']} sent, {counts['refused']} refused by the engine, "
                  f"{counts['denied']} denied by quaywarden, {counts['alike']} understood alike"
                  + (f", {counts['made']} as far as they came" if counts["made"] else "")
                  + (f" ({counts['hardened']} admitted at restricted, all hardened)" if counts["hardened"] else "")
                  + f", {counts['third']} third outcomes")


def run_case(family, case, report):
    try:
        outcome, what = family.judge(case)
    except Exception:  # a test that breaks is no pass
        outcome, what = "third", traceback.format_exc().splitlines()
    report.add(family.name, outcome, case, what)


def run_family(family, options, report):
    cases = [case for case in family.cases(options.seed, options.count) if options.case in (None, case.name)]
    with concurrent.futures.ThreadPoolExecutor(options.threads) as pool:
        for done in [pool.submit(run_case, family, case, report) for case in cases]:
            done.result()
    counts = report.counts[family.name]
    counts["hardened"] += getattr(family, "n_hardened", 0)
    if options.case is None:
        counts["third"] += family.self_check()
        if counts["alike"] < family.least_alike * len(cases):
            print(f"{family.name}: only {counts['alike']} of {len(cases)} were understood alike: the test shows too little")
            counts["third"] += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docker", required=True, help="socket of the engine")
    parser.add_argument("--work", required=True, type=pathlib.Path, help="folder with envelopes/, specs/ and host/")
    parser.add_argument("--quaywarden", required=True, help="the program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300, help="how many random bodies")
    parser.add_argument("--threads", type=int, default=3)
    parser.add_argument("--case", help="only the case of this name")
    parser.add_argument("--family", help="only this family of requests")
    options = parser.parse_args()
    engine = Engine(options.docker)
    report = Report()
    world = World(engine, Check(options.quaywarden), options.work)
    for family in FAMILIES:
        if options.family in (None, family.name):
            run_family(family(world), options, report)
    report.show(engine.get("/version")["Version"])
    if len(report.third) > MOST_SHOWN:
        print(f"... and {len(report.third) - MOST_SHOWN} more:", *sorted(case.name for _, case in report.third[MOST_SHOWN:]), sep="\n    ")
    n_third = sum(counts["third"] for counts in report.counts.values())
    print(f"seed {options.seed}: {sum(counts['sent'] for counts in report.counts.values())} sent, {n_third} third outcomes")
    sys.exit(1 if n_third else 0)


main()
