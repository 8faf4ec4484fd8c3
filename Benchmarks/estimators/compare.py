#!/usr/bin/env python3
"""Estimators against exact Taylor polynomials, over deletion sets and seeds: the tables of Docs/Estimators.md.

For each case, deletion sets are drawn once; `lacuna curve` gives their exact terms. Then for each seed a sketch
is grown to the numbers of directions asked for, and every estimator predicts every set. Reported by size of the
set: the root mean square error to the polynomial of the sketch's degree, relative to predicting no change; how
often the interval covers that polynomial, and how wide it is beside one of the true spread of its estimate; and
the expected error beside the true one.

    Benchmarks/estimators/compare.py [--case NAME …] [--seeds N] [--directions K,K,…] [--lacuna PATH]
"""
import argparse
import csv
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# All seeds train from one state, so that they differ in their directions alone.
STATE = ROOT / "Tests/Golden/microgpt-names-init.safetensors"
ESTIMATORS = ["mean", "median-of-means", "least-squares", "auto"]
DEGREE = 3


class Case:
    """What is sketched, and which sets are deleted from it."""

    def __init__(self, name, options, queries, units, sets):
        self.name, self.options, self.queries = name, options, queries
        self.units, self.sets = units, sets
        self.pretrained = False

    def groups(self):
        """The sets by kind and size, as they are reported."""
        for kind in ["random", "coherent"]:
            for low, high in [(1, 1), (2, 7), (8, 19), (20, 79), (80, self.units)]:
                found = [
                    i for i, (k, s) in enumerate(self.sets) if k == kind and low <= len(s) <= high
                ]
                if found:
                    yield f"{kind}, {low}" + (f"–{high}" if high > low else ""), found


def names_case(rng, examples=1000):
    path = ROOT / "Examples/first-names.txt"
    names = path.read_text().split()[:examples]
    sets = random_sets(rng, examples, 8)
    letters = "abcdefghijklmnopqrstuvwxyz"
    kinds = [lambda s, a=a: a in s for a in letters]
    kinds += [lambda s, a=a, b=b: a + b in s for a in letters for b in letters]
    kinds += [lambda s, a=a: s.startswith(a) for a in letters]
    sets += coherent_sets(rng, [[i for i, s in enumerate(names) if test(s)] for test in kinds])
    options = f"--learner microgpt --data {path} --examples {examples} --initial-state {STATE}"
    return Case("names", options, ["olivia", "noah", "zoe"], examples, sets)


def letters_case(rng):
    path = ROOT / "Examples/first-names.txt"
    first = [s[0] for s in path.read_text().split()[:1000]]
    count = len(dict.fromkeys(first))
    sets = [("coherent", [i]) for i in range(count)]
    sets += [s for s in random_sets(rng, count, 10) if len(s[1]) > 1]
    options = f"--learner microgpt --data {path} --examples 1000 --initial-state {STATE} --units matches:^(.)"
    return Case("letters", options, ["olivia", "noah", "zoe"], count, sets)


def cancer_case(rng):
    path = ROOT / "Examples/breast-cancer.csv"
    rows = list(csv.DictReader(path.open()))
    sets = random_sets(rng, len(rows), 8)
    columns = [c for c in rows[0] if c != "diagnosis"]
    found = []
    for column in columns:
        order = sorted(range(len(rows)), key=lambda i: float(rows[i][column]))
        for size in (1, 4, 12, 40, 120):
            found += [order[:size], order[-size:]]
    sets += coherent_sets(rng, found)
    options = f"--learner logistic-regression --config label=diagnosis --data {path}"
    return Case("cancer", options, ["row:11", "row:150", "row:400"], len(rows), sets)


def digits_case(rng, examples=500):
    path = ROOT / "Examples/digits.csv"
    rows = list(csv.DictReader(path.open()))[:examples]
    sets = random_sets(rng, examples, 8)
    found = [[i for i, r in enumerate(rows) if r["digit"] == str(d)] for d in range(10)]
    for column in rows[0]:
        order = sorted(range(examples), key=lambda i: float(rows[i][column]))
        for size in (1, 4, 12, 40, 120):
            found += [order[:size], order[-size:]]
    sets += coherent_sets(rng, found)
    options = f"--learner mlp --config label=digit --config hidden=16 --data {path} --examples {examples}"
    case = Case("digits", options, ["row:8", "row:150", "row:400"], examples, sets)
    case.pretrained = True
    return case


def random_sets(rng, count, each):
    sizes = [s for s in (1, 2, 4, 8, 12, 24, 48, 96, 192, 400) if s <= count // 2]
    return [("random", sorted(rng.sample(range(count), s))) for s in sizes for _ in range(each)]


def coherent_sets(rng, candidates):
    """Twelve of each size class, no two alike."""
    distinct = sorted({tuple(sorted(c)) for c in candidates})
    found = []
    for low, high in [(1, 1), (2, 7), (8, 19), (20, 79), (80, 500)]:
        fitting = [c for c in distinct if low <= len(c) <= high]
        found += rng.sample(fitting, min(12, len(fitting)))
    return [("coherent", list(c)) for c in found]


CASES = {"names": names_case, "letters": letters_case, "cancer": cancer_case, "digits": digits_case}


def rms(values):
    values = list(values)
    return math.sqrt(sum(v * v for v in values) / len(values))


class Runner:
    """Calls lacuna."""

    def __init__(self, lacuna):
        self.lacuna = lacuna

    def __call__(self, *arguments):
        command = [self.lacuna, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)[:300]}\n{done.stderr}")
        return done.stdout


def selector(case, units):
    """A set as a line: units by index where examples are grouped."""
    positions = ",".join(map(str, units))
    return f"units:{positions}" if case.name == "letters" else positions


def exact_terms(lacuna, case, store, measure):
    """Of each query and set the exact terms."""
    terms = {}
    queries = [a for q in case.queries for a in ("--query", q)]
    for start in range(0, len(case.sets), 50):
        batch = case.sets[start : start + 50]
        deletions = [a for _, s in batch for a in ("--delete", selector(case, s))]
        results = json.loads(
            lacuna("curve", store, *deletions, *measure, *queries, "--degree", DEGREE, "--format", "json")
        )["results"]
        for index, result in enumerate(results):
            number, query = divmod(index, len(case.queries))
            terms[query, start + number] = result["coefficients"][1 : DEGREE + 1]
    return terms


def predictions(lacuna, case, store, lines, measure, estimator):
    """Of each query and set what is predicted."""
    queries = [a for q in case.queries for a in ("--query", q)]
    text = lacuna(
        "predict", store, "--sets", lines, *measure, *queries, "--estimator", estimator, "--format", "json"
    )
    found = {}
    for index, line in enumerate(text.splitlines()):
        number, query = divmod(index, len(case.queries))
        found[query, number] = json.loads(line)
    return found


def compare(lacuna, case, seeds, counts, folder):
    measure = ["--measure", "loss"]
    lines = folder / f"{case.name}-sets.txt"
    lines.write_text("".join(selector(case, s) + "\n" for _, s in case.sets))
    options = [*case.options.split()]
    if case.pretrained:
        # The state after an epoch, for all seeds.
        begun = folder / f"{case.name}-begun.sketch"
        first = ["--config", "epochs=1", "--directions", 1, "--degree", 1, "--seed", 3]
        lacuna("precompute", *options, *first, "--store", begun)
        options += ["--config", "epochs=3", "--initial-state", begun / "base.safetensors"]
    truth = None
    results = {count: [] for count in counts}
    for seed in range(seeds):
        last = None
        for count in counts:
            store = folder / f"{case.name}-{seed}-{count}.sketch"
            if not store.exists():
                if last:
                    # Shards never change: a link is a copy.
                    shutil.copytree(last, store, copy_function=os.link)
                lacuna(
                    "precompute", *options, "--directions", count, "--degree", DEGREE,
                    "--seed", 1000 + seed, "--store", store,
                )
            last = store
            if truth is None:
                truth = exact_terms(lacuna, case, store, measure)
            results[count].append(
                {e: predictions(lacuna, case, store, lines, measure, e) for e in ESTIMATORS}
                | {"truth": truth}
            )
        print(f"{case.name}: seed {seed + 1} of {seeds}", file=sys.stderr)
    for count in counts:
        table(case, count, results[count])


def change(found):
    return found["prediction"] - found["base"]


def table(case, count, runs):
    print(f"\n### {case.name}: {case.units} units, {count} directions, {len(runs)} seeds\n")
    print("| sets | rms term sum | " + " | ".join(ESTIMATORS) + " | auto: covered | width | expected error |")
    print("|---|---|" + "---|" * (len(ESTIMATORS) + 3))
    keys = range(len(case.queries))
    for name, sets in case.groups():
        pairs = [(run, q, s) for run in runs for q in keys for s in sets]
        total = lambda run, q, s: sum(run["truth"][q, s])
        none = rms(total(*p) for p in pairs)
        errors = {
            e: rms(change(run[e][q, s]) - total(run, q, s) for run, q, s in pairs) for e in ESTIMATORS
        }
        covered, widths, oracle, sampled = 0, [], [], 0
        for run, q, s in pairs:
            found = run["auto"][q, s]
            low, high = (end - found["base"] for end in found["interval"])
            slack = 1e-9 * max(1, abs(total(run, q, s)))
            covered += low - slack <= total(run, q, s) <= high + slack
            if found["standardError"] > 0:
                sampled += 1
                unbiased = sum(d.get("unbiased", d["term"]) for d in found["degrees"])
                widths.append(high - low)
                oracle.append(unbiased - total(run, q, s))
        width = "exact"
        if sampled:
            width = f"{rms(widths) / (2 * 1.96 * rms(oracle)):.2f}"
        expected = rms(run["auto"][q, s]["expectedError"] for run, q, s in pairs)
        ratio = f"{expected / errors['auto']:.2f}" if errors["auto"] > 1e-9 * none else "exact"
        cells = " | ".join(f"{errors[e] / none:.2f}" for e in ESTIMATORS)
        print(f"| {name} | {none:.4f} | {cells} | {100 * covered / len(pairs):.0f} % | {width} | {ratio} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", action="append", choices=CASES, help="default: all")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--directions", default="64,256,512")
    parser.add_argument("--keep", help="a folder for the sketches, which a later run then uses")
    parser.add_argument("--lacuna", default=str(ROOT / ".build/release/lacuna"))
    arguments = parser.parse_args()
    counts = [int(k) for k in arguments.directions.split(",")]
    for name in arguments.case or CASES:
        with tempfile.TemporaryDirectory() as folder:
            case = CASES[name](random.Random(7))
            kept = Path(arguments.keep or folder)
            kept.mkdir(parents=True, exist_ok=True)
            compare(Runner(arguments.lacuna), case, arguments.seeds, counts, kept)


if __name__ == "__main__":
    main()
