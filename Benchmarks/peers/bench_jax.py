"""Times JAX: jets along complex directions, or batched retrains of microgpt. Prints one JSON object.

    python bench_jax.py --data names.txt --steps 24 --positions 7 --precision f64 --threads 2
    python bench_jax.py --model digits --data digits.csv --steps 56
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
    a.add_argument("--data", required=True, help="the data of the model: lines, or a table")
    a.add_argument("--model", choices=("microgpt", "transformer", "logistic", "digits"), default="microgpt")
    a.add_argument("--examples", type=int, default=1000, help="of microgpt: only so many names")
    a.add_argument("--positions", type=int, help="of microgpt: only names with so many positions, letters and end; "
                   "one compilation is then enough")
    a.add_argument("--steps", type=int, default=1000, help="run only the first steps of the pass")
    a.add_argument("--directions", type=int, help="directions, or weightings when retraining (default: 8 rounds)")
    a.add_argument("--batch", type=int, help="directions at once on a thread (default: tuned)")
    a.add_argument("--scan", type=int, help="steps a call, by lax.scan (default: tuned; 1 for a loop in Python)")
    a.add_argument("--degree", type=int, default=3, choices=(1, 2, 3))
    a.add_argument("--precision", choices=("f64", "f32"), default="f64")
    a.add_argument("--threads", type=int, choices=(1, 2), default=1)
    a.add_argument("--mode", choices=("jets", "retrain"), default="jets")
    a.add_argument("--seed", type=int, default=0)
    a.add_argument("--cache", help="a folder where compiled programs are kept")
    a.add_argument("--validate", metavar="GOLDEN_DIR", help="check against golden numbers instead of timing")
    o = a.parse_args()
    for name in ("steps", "directions", "batch", "scan"):
        if getattr(o, name) is not None and getattr(o, name) < 1:
            a.error(f"--{name} must be positive")
    if o.mode == "retrain" and o.model != "microgpt":
        a.error("only microgpt is retrained")
    return o


def names(path, count=None):
    with open(path) as f:
        rows = [line.strip() for line in f if line.strip()]
    count = len(rows) if count is None else count
    if len(rows) < count:
        sys.exit(f"bench_jax: {path} has {len(rows)} names, {count} were asked for")
    for row in rows[:count]:
        if not (row.isascii() and row.isalpha() and row.islower()):
            sys.exit(f"bench_jax: {path}: {row!r} is not a name in a to z")
    return rows[:count]


class Runner:
    """One compiled step for each shape of a batch, or one of several steps; compilation and first execution are
    kept apart from running."""

    def __init__(self, step, batches, scalars, scan=1):
        import jax
        import numpy as np
        from jax import lax

        self.compiled = {}
        self.compile_seconds = 0.0
        self.seconds, self.processor_seconds = [], []
        if scan == 1:
            self.step = step
            self.calls = [(jax.device_put(x), t, s) for t, (x, s) in enumerate(zip(batches, scalars))]
            return
        if len(batches) % scan:
            sys.exit(f"bench_jax: {len(batches)} steps are no whole number of {scan}")

        def several(state, xs, table, start, scalars):
            body = lambda state, at: (step(state, at[0], table, at[1], *at[2]), None)
            return lax.scan(body, state, (xs, start + np.arange(scan), scalars))[0]

        self.step = jax.jit(several, donate_argnums=0)
        join = lambda rows: jax.tree.map(lambda *leaves: np.stack(leaves), *rows)
        self.calls = [(jax.device_put(join(batches[t : t + scan])), t, (join(scalars[t : t + scan]),))
                      for t in range(0, len(batches), scan)]

    def run(self, state, table, before=lambda: None):
        import jax

        shapes = lambda x: tuple((a.shape, str(a.dtype)) for a in jax.tree.leaves(x))
        start = time.perf_counter()
        for x, t, scalars in self.calls:
            if shapes(x) not in self.compiled:
                f = self.step.lower(state, x, table, t, *scalars).compile()
                copy = jax.tree.map(lambda a: a.copy(), state)  # the step consumes its state
                jax.block_until_ready(f(copy, x, table, t, *scalars))
                self.compiled[shapes(x)] = f
        jax.block_until_ready((state, table))
        self.compile_seconds += time.perf_counter() - start
        before()
        start, processor = time.perf_counter(), time.process_time()
        for x, t, scalars in self.calls:
            state = self.compiled[shapes(x)](state, x, table, t, *scalars)
        jax.block_until_ready(state)
        self.seconds.append(time.perf_counter() - start)
        self.processor_seconds.append(time.process_time() - processor)
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
    scalars = [tuple(np.float64(s) for s in m.adam_scalars(t, 1000)) for t in range(1000)]
    runner = Runner(m.jet_train_step, ids, scalars)
    p, _, _ = runner.run(m.jet_state({k: jnp.asarray(v, jnp.float64) for k, v in init.items()}, 1), table)
    errors = {}
    for query, expected in golden["direction"]["coefficients"].items():
        jets = m.jet_loss(p, m.tokens(query))
        got = [complex(jets[0])] + [complex(float(a[0]), float(b[0])) for a, b in jets[1:]]
        errors[query] = [abs(g - complex(*w)) / abs(complex(*w)) for g, w in zip(got, expected)]
    worst = max(e for row in errors.values() for e in row)
    return {"validated": worst <= 1e-8, "worst_relative_error": worst, "relative_errors": errors,
            "steps": 1000, "run_seconds": sum(runner.seconds), "compile_seconds": runner.compile_seconds,
            "jax": jax.__version__}


def work(o, core, index, barrier, results):
    """One thread's share, in a process of its own."""
    try:
        os.sched_setaffinity(0, {core})
        import jax

        if o.cache:
            jax.config.update("jax_compilation_cache_dir", o.cache)
        jax.config.update("jax_enable_x64", o.validate is not None or o.precision == "f64")
        results.put(validate(o) if o.validate else measure(o, index, barrier))
    except BaseException as e:
        barrier.abort()
        results.put({"error": f"{type(e).__name__}: {e}"})
        raise


def load(o, dtype):
    if o.model == "microgpt":
        import microgpt_jax

        rows = names(o.data, o.examples if o.positions is None else None)
        return microgpt_jax.Model(rows, dtype, o.steps, o.mode, o.positions)
    with open(o.data) as f:
        lines = [line.rstrip("\n") for line in f]
    if o.model == "transformer":
        import transformer_jax

        return transformer_jax.Model(lines, dtype, o.steps)
    import tables_jax

    return {"logistic": tables_jax.Logistic, "digits": tables_jax.Digits}[o.model](lines, dtype, o.steps)


def measure(o, index, barrier):
    import jax
    import jax.numpy as jnp
    import numpy as np

    dtype = np.float64 if o.precision == "f64" else np.float32
    model = load(o, dtype)
    best, scan = model.tuned[o.mode, o.precision]
    batch = o.batch or best
    rounds = -(-(o.directions or 8 * batch * o.threads) // (batch * o.threads))
    rng = np.random.default_rng([o.seed, index])
    parameters = model.parameters(o.seed, dtype)
    runner = Runner(model.step, model.batches, model.scalars, o.scan or scan)
    for _ in range(rounds):
        if o.mode == "jets":
            table = rng.normal(size=(model.examples, 2, batch))
            table /= np.sqrt((table**2).sum((0, 1)))
            state = model.state(parameters, batch, o.degree)
        else:
            table = (rng.random((model.examples, batch)) > 0.02).astype(float)
            state = model.state(parameters, batch)
        state = runner.run(state, jnp.asarray(table, dtype), barrier.wait)
        if not all(bool(jnp.isfinite(a).all()) for a in jax.tree.leaves(state)):
            raise ArithmeticError("training left the finite numbers")
    return {"batch": batch, "steps": len(model.batches), "seconds": runner.seconds,
            "processor_seconds": min(runner.processor_seconds), "compile_seconds": runner.compile_seconds,
            "jax": jax.__version__}


def main():
    o = arguments()
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
    # The processes wait for each other before each round.
    seconds = min(map(max, zip(*(p["seconds"] for p in parts))))
    done = parts[0]["batch"] * o.threads * parts[0]["steps"]
    print(json.dumps({
        ("direction" if o.mode == "jets" else "retrain") + "_steps_per_second": done / seconds,
        "a_processor_second": done / sum(p["processor_seconds"] for p in parts),
        "model": o.model, "mode": o.mode, "steps": parts[0]["steps"], "batch": parts[0]["batch"],
        "rounds": len(parts[0]["seconds"]), "degree": o.degree if o.mode == "jets" else 0,
        "precision": o.precision, "threads": o.threads,
        "compile_seconds": max(p["compile_seconds"] for p in parts), "jax": parts[0]["jax"],
    }))


if __name__ == "__main__":
    main()
