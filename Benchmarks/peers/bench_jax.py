"""Times JAX on microgpt: jets along complex directions, or batched retrains. One JSON object."""

import argparse
import json
import os
import sys
import threading
import time


def arguments():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--data", required=True, help="text file, one name a line")
    a.add_argument("--examples", type=int, default=1000)
    a.add_argument("--steps", type=int, default=1000, help="steps to run (of one pass over the examples)")
    a.add_argument("--directions", type=int, default=64, help="directions, or weightings when retraining")
    a.add_argument("--batch", type=int, help="directions at once on a thread (default: tuned)")
    a.add_argument("--degree", type=int, default=3, choices=(1, 2, 3))
    a.add_argument("--precision", choices=("f64", "f32"), default="f64")
    a.add_argument("--threads", type=int, choices=(1, 2), default=1)
    a.add_argument("--mode", choices=("jets", "retrain"), default="jets")
    a.add_argument("--seed", type=int, default=0)
    a.add_argument("--validate", metavar="GOLDEN_DIR", help="check against golden numbers instead of timing")
    return a.parse_args()


def prepare(threads):
    """Before jax is imported: one XLA device and one core a thread."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < threads:
        sys.exit(f"bench_jax: {threads} threads asked for, {len(cores)} cores allowed")
    os.sched_setaffinity(0, set(cores[-threads:]))
    os.environ["JAX_PLATFORMS"] = "cpu"
    os.environ["XLA_FLAGS"] = (os.environ.get("XLA_FLAGS", "") + " --xla_cpu_multi_thread_eigen=false"
                               f" --xla_force_host_platform_device_count={threads}").strip()


def names(path, count):
    with open(path) as f:
        rows = [line.strip().lower() for line in f if line.strip()]
    if len(rows) < count:
        sys.exit(f"bench_jax: {path} has {len(rows)} names, {count} were asked for")
    return rows[:count]


def run(step, states, tables, devices, ids, total, dtype):
    """Every device trains its own share of the directions; returns compile and run seconds."""
    import jax

    from microgpt_jax import adam_scalars

    scalars = [tuple(dtype(s) for s in adam_scalars(t, total)) for t in range(len(ids))]
    compiled = [{} for _ in devices]
    start = time.perf_counter()
    for d, device in enumerate(devices):
        for x in ids:
            if x.shape[0] not in compiled[d]:
                compiled[d][x.shape[0]] = step.lower(
                    states[d], jax.device_put(x, device), tables[d], 0, *scalars[0]).compile()
    compile_seconds = time.perf_counter() - start

    placed = [[jax.device_put(x, device) for x in ids] for device in devices]
    numbers = list(range(len(ids)))

    def work(d):
        state = states[d]
        with jax.default_device(devices[d]):
            for t in numbers:
                state = compiled[d][ids[t].shape[0]](state, placed[d][t], tables[d], t, *scalars[t])
            jax.block_until_ready(state)
        states[d] = state

    jax.block_until_ready((states, placed, tables))
    start = time.perf_counter()
    pool = [threading.Thread(target=work, args=(d,)) for d in range(1, len(devices))]
    for thread in pool:
        thread.start()
    work(0)
    for thread in pool:
        thread.join()
    return compile_seconds, time.perf_counter() - start, states


def validate(o):
    import jax
    import jax.numpy as jnp
    import numpy as np
    from safetensors.numpy import load_file

    import microgpt_jax as m

    golden = json.load(open(os.path.join(o.validate, "microgpt-names.json")))
    init = m.pack(load_file(os.path.join(o.validate, "microgpt-names-init.safetensors")))
    psi = load_file(os.path.join(o.validate, "microgpt-names-direction.safetensors"))["directions"]
    ids = [m.tokens(x) for x in names(o.data, 1000)]
    table = jnp.asarray(np.moveaxis(psi, 0, -1), jnp.float64)  # [examples, 2, 1]
    state = m.jet_state({k: jnp.asarray(v, jnp.float64) for k, v in init.items()}, 1)
    compile_seconds, run_seconds, states = run(
        m.jet_train_step, [state], [table], jax.devices()[:1], ids, 1000, np.float64)
    worst = 0.0
    detail = {}
    for query, expected in golden["direction"]["coefficients"].items():
        jets = m.jet_loss(states[0][0], m.tokens(query))
        got = [complex(jets[0])] + [complex(float(a[0]), float(b[0])) for a, b in jets[1:]]
        want = [complex(*c) for c in expected]
        detail[query] = [abs(g - w) / abs(w) for g, w in zip(got, want)]
        worst = max(worst, *detail[query])
    print(json.dumps({"validated": worst <= 1e-8, "worst_relative_error": worst,
                      "relative_errors": detail, "steps": 1000, "compile_seconds": compile_seconds,
                      "run_seconds": run_seconds, "jax": jax.__version__}))
    sys.exit(0 if worst <= 1e-8 else 1)


def main():
    o = arguments()
    prepare(o.threads)
    import jax
    import jax.numpy as jnp
    import numpy as np

    import microgpt_jax as m

    jax.config.update("jax_enable_x64", o.validate is not None or o.precision == "f64")
    if o.validate:
        validate(o)
    dtype = np.float64 if o.precision == "f64" else np.float32
    devices = jax.devices()[: o.threads]
    ids = [m.tokens(x) for x in names(o.data, o.examples)][: o.steps]
    batch = o.batch or m.BATCH[o.mode, o.precision]
    share = -(-o.directions // o.threads)
    batch = min(batch, share)
    rounds = -(-share // batch)
    done = rounds * batch * o.threads
    rng = np.random.default_rng(o.seed)
    parameters = m.random_parameters(o.seed, dtype)
    compile_seconds = run_seconds = 0.0
    for r in range(rounds):
        states, tables = [], []
        for device in devices:
            if o.mode == "jets":
                psi = rng.normal(size=(o.examples, 2, batch))
                psi /= np.sqrt((psi**2).sum((0, 1)))
                state, table = m.jet_state(parameters, batch, o.degree), psi
            else:
                table = (rng.random((o.examples, batch)) > 0.02).astype(float)
                state = m.retrain_state(parameters, batch)
            states.append(jax.device_put(state, device))
            tables.append(jax.device_put(jnp.asarray(table[: o.steps], dtype), device))
        step = m.jet_train_step if o.mode == "jets" else m.retrain_step
        c, s, _ = run(step, states, tables, devices, ids, o.examples, dtype)
        compile_seconds += c
        run_seconds += s
    print(json.dumps({
        ("direction" if o.mode == "jets" else "retrain") + "_steps_per_second": done * len(ids) / run_seconds,
        "mode": o.mode, "steps": len(ids), "directions": done, "batch": batch,
        "degree": o.degree if o.mode == "jets" else 0, "precision": o.precision, "threads": o.threads,
        "mean_positions": sum(len(x) - 1 for x in ids) / len(ids),
        "run_seconds": run_seconds, "compile_seconds": compile_seconds, "jax": jax.__version__,
    }))


if __name__ == "__main__":
    main()
