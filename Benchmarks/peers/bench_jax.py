"""Times JAX on microgpt: jets along complex directions, or batched retrains. Prints one JSON object.

    python bench_jax.py --data names.txt --steps 300 --directions 256 --precision f64 --threads 2
    python bench_jax.py --data names.txt --validate GOLDEN_DIR

A thread is a process pinned to its own core with its own share of the directions: two XLA
devices driven by two threads of one process ran no faster than one (35 000 retrain-steps/s;
one process 40 000, two processes 78 000).
"""

import argparse
import json
import multiprocessing
import os
import sys
import time

# XLA allocates a step's scratch memory anew each time. glibc maps and unmaps large blocks, with
# page faults in every step: 410 to 980 of them at 16 directions, 0 to 680 with these settings.
# The gain in time is not established: it was lost in the noise of a shared machine.
TUNABLES = ("glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=17179869184:"
            "glibc.malloc.top_pad=268435456:glibc.malloc.arena_max=1")


def arguments():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--data", required=True, help="text file, one name a line")
    a.add_argument("--examples", type=int, default=1000)
    a.add_argument("--steps", type=int, default=1000, help="run only the first steps of the pass")
    a.add_argument("--directions", type=int, default=64, help="directions, or weightings when retraining")
    a.add_argument("--batch", type=int, help="directions at once on a thread (default: tuned)")
    a.add_argument("--degree", type=int, default=3, choices=(1, 2, 3))
    a.add_argument("--precision", choices=("f64", "f32"), default="f64")
    a.add_argument("--threads", type=int, choices=(1, 2), default=1)
    a.add_argument("--mode", choices=("jets", "retrain"), default="jets")
    a.add_argument("--seed", type=int, default=0)
    a.add_argument("--validate", metavar="GOLDEN_DIR", help="check against golden numbers instead of timing")
    o = a.parse_args()
    if not 1 <= o.steps <= o.examples:
        a.error("--steps must be between 1 and --examples (one name a step, one pass)")
    if o.directions < 1 or (o.batch is not None and o.batch < 1):
        a.error("--directions and --batch must be positive")
    return o


def names(path, count):
    with open(path) as f:
        rows = [line.strip() for line in f if line.strip()]
    if len(rows) < count:
        sys.exit(f"bench_jax: {path} has {len(rows)} names, {count} were asked for")
    for row in rows[:count]:
        if not (row.isascii() and row.isalpha() and row.islower()):
            sys.exit(f"bench_jax: {path}: {row!r} is not a name in a to z")
    return rows[:count]


class Runner:
    """One compiled step a length of name; compilation and first execution are kept apart."""

    def __init__(self, step, ids, total, dtype):
        import jax

        from microgpt_jax import adam_scalars

        self.step, self.ids = step, [jax.device_put(x) for x in ids]
        self.scalars = [tuple(dtype(s) for s in adam_scalars(t, total)) for t in range(len(ids))]
        self.compiled = {}
        self.compile_seconds = self.run_seconds = 0.0

    def run(self, state, table, before=lambda: None):
        import jax

        start = time.perf_counter()
        for x in self.ids:
            if x.shape[0] not in self.compiled:
                f = self.step.lower(state, x, table, 0, *self.scalars[0]).compile()
                copy = jax.tree.map(lambda a: a.copy(), state)  # the step consumes its state
                jax.block_until_ready(f(copy, x, table, 0, *self.scalars[0]))
                self.compiled[x.shape[0]] = f
        jax.block_until_ready((state, table))
        self.compile_seconds += time.perf_counter() - start
        before()
        start = time.perf_counter()
        for t, x in enumerate(self.ids):
            state = self.compiled[x.shape[0]](state, x, table, t, *self.scalars[t])
        jax.block_until_ready(state)
        self.run_seconds += time.perf_counter() - start
        return state


def validate(o):
    import jax
    import jax.numpy as jnp
    import numpy as np
    from safetensors.numpy import load_file

    import microgpt_jax as m

    with open(os.path.join(o.validate, "microgpt-names.json")) as f:
        golden = json.load(f)
    init = m.pack(load_file(os.path.join(o.validate, "microgpt-names-init.safetensors")))
    psi = load_file(os.path.join(o.validate, "microgpt-names-direction.safetensors"))["directions"]
    ids = [m.tokens(x) for x in names(o.data, 1000)]
    table = jnp.asarray(np.moveaxis(psi, 0, -1), jnp.float64)  # [examples, 2, 1]
    runner = Runner(m.jet_train_step, ids, 1000, np.float64)
    p, _, _ = runner.run(m.jet_state({k: jnp.asarray(v, jnp.float64) for k, v in init.items()}, 1), table)
    errors = {}
    for query, expected in golden["direction"]["coefficients"].items():
        jets = m.jet_loss(p, m.tokens(query))
        got = [complex(jets[0])] + [complex(float(a[0]), float(b[0])) for a, b in jets[1:]]
        errors[query] = [abs(g - complex(*w)) / abs(complex(*w)) for g, w in zip(got, expected)]
    worst = max(e for row in errors.values() for e in row)
    return {"validated": worst <= 1e-8, "worst_relative_error": worst, "relative_errors": errors,
            "steps": 1000, "run_seconds": runner.run_seconds, "compile_seconds": runner.compile_seconds,
            "jax": jax.__version__}


def work(o, core, index, barrier, results):
    """One thread's share, in a process of its own."""
    try:
        os.sched_setaffinity(0, {core})
        import jax

        jax.config.update("jax_enable_x64", o.validate is not None or o.precision == "f64")
        results.put(validate(o) if o.validate else measure(o, index, barrier))
    except BaseException as e:
        barrier.abort()
        results.put({"error": f"{type(e).__name__}: {e}"})
        raise


def measure(o, index, barrier):
    import jax
    import jax.numpy as jnp
    import numpy as np

    import microgpt_jax as m

    dtype = np.float64 if o.precision == "f64" else np.float32
    ids = [m.tokens(x) for x in names(o.data, o.examples)][: o.steps]
    share = -(-o.directions // o.threads)
    batch = min(o.batch or m.BATCH[o.mode, o.precision], share)
    rounds = -(-share // batch)
    rng = np.random.default_rng([o.seed, index])
    parameters = m.random_parameters(o.seed, dtype)
    runner = Runner(m.jet_train_step if o.mode == "jets" else m.retrain_step, ids, o.examples, dtype)
    for _ in range(rounds):
        if o.mode == "jets":
            table = rng.normal(size=(o.examples, 2, batch))
            table /= np.sqrt((table**2).sum((0, 1)))
            state = m.jet_state(parameters, batch, o.degree)
        else:
            table = (rng.random((o.examples, batch)) > 0.02).astype(float)
            state = m.retrain_state(parameters, batch)
        state = runner.run(state, jnp.asarray(table[: o.steps], dtype), barrier.wait)
        if not all(bool(jnp.isfinite(a).all()) for a in jax.tree.leaves(state)):
            raise ArithmeticError("training left the finite numbers")
    return {"directions": rounds * batch, "batch": batch, "run_seconds": runner.run_seconds,
            "compile_seconds": runner.compile_seconds, "jax": jax.__version__,
            "mean_positions": sum(len(x) - 1 for x in ids) / len(ids)}


def main():
    o = arguments()
    names(o.data, 1000 if o.validate else o.examples)
    cores = sorted(os.sched_getaffinity(0))
    count = 1 if o.validate else o.threads
    if len(cores) < count:
        sys.exit(f"bench_jax: {count} threads were asked for, {len(cores)} cores are allowed")
    # read by the children when they start: glibc at exec, XLA at import
    os.environ.setdefault("GLIBC_TUNABLES", TUNABLES)
    os.environ["JAX_PLATFORMS"] = "cpu"
    os.environ["XLA_FLAGS"] = (os.environ.get("XLA_FLAGS", "") + " --xla_cpu_multi_thread_eigen=false").strip()
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(count), context.SimpleQueue()
    pool = [context.Process(target=work, args=(o, cores[i - count], i, barrier, results)) for i in range(count)]
    for process in pool:
        process.start()
    for process in pool:
        process.join()
    if any(process.exitcode for process in pool):
        sys.exit("bench_jax: a worker failed")
    parts = [results.get() for _ in pool]
    if o.validate:
        print(json.dumps(parts[0]))
        sys.exit(0 if parts[0]["validated"] else 1)
    seconds = max(p["run_seconds"] for p in parts)
    done = sum(p["directions"] for p in parts)
    print(json.dumps({
        ("direction" if o.mode == "jets" else "retrain") + "_steps_per_second": done * o.steps / seconds,
        "mode": o.mode, "steps": o.steps, "directions": done, "batch": parts[0]["batch"],
        "degree": o.degree if o.mode == "jets" else 0, "precision": o.precision, "threads": o.threads,
        "mean_positions": parts[0]["mean_positions"], "run_seconds": seconds,
        "compile_seconds": max(p["compile_seconds"] for p in parts), "jax": parts[0]["jax"],
    }))


if __name__ == "__main__":
    main()
