"""Times JAX's gradient through a whole training run of microgpt, for several queries at once. Prints one JSON object.

    python adjoint_jax.py --data names.txt --steps 200 --queries 64 --precision f64

The run is a lax.scan over steps of names of one length, each step under jax.checkpoint, so that the way back keeps one
state a step and computes what is in it again; the weights of the examples are an input. One pass forward, then one
way back for all queries by vmap over their cotangents: what they share is computed once, as XLA sees fit. One thread.
"""

import argparse
import json
import os
import time

os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["XLA_FLAGS"] = (os.environ.get("XLA_FLAGS", "") + " --xla_cpu_multi_thread_eigen=false").strip()
os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[-1]})

import jax
import jax.numpy as jnp
import numpy as np

import microgpt_jax as m


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--data", required=True)
    a.add_argument("--positions", type=int, default=7)
    a.add_argument("--steps", type=int, default=200)
    a.add_argument("--queries", type=int, default=64)
    a.add_argument("--precision", choices=("f64", "f32"), default="f64")
    a.add_argument("--repeat", type=int, default=3)
    a.add_argument("--cache")
    o = a.parse_args()
    if o.cache:
        jax.config.update("jax_compilation_cache_dir", o.cache)
    jax.config.update("jax_enable_x64", o.precision == "f64")
    dtype = np.float64 if o.precision == "f64" else np.float32
    with open(o.data) as f:
        rows = [r for r in (line.strip() for line in f) if len(r) + 1 == o.positions]
    if len(rows) < o.steps + o.queries:
        raise SystemExit(f"adjoint_jax: {len(rows)} names, {o.steps + o.queries} are needed")
    ids = jnp.asarray(np.stack([m.tokens(r) for r in rows[: o.steps]]))
    queries = jnp.asarray(np.stack([m.tokens(r) for r in rows[o.steps : o.steps + o.queries]]))
    scalars = jnp.asarray([m.adam_scalars(t, o.steps) for t in range(o.steps)], dtype)
    p = m.random_parameters(0, dtype)
    zero = jax.tree.map(jnp.zeros_like, p)

    @jax.checkpoint
    def step(state, x):
        ids, weight, s = x
        return m.train_step(state, ids, weight, s[0], s[1]), None

    def train(weights):
        state, _ = jax.lax.scan(step, (p, zero, zero), (ids, weights, scalars))
        return state[0]

    @jax.jit
    def gradients(weights):
        trained, back = jax.vjp(train, weights)
        seeds = jax.vmap(jax.grad(m.loss), (None, 0))(trained, queries)
        return jax.vmap(back)(seeds)[0]

    plain = jax.jit(train)
    ones = jnp.ones(o.steps, dtype)
    jax.block_until_ready((gradients(ones), plain(ones)))

    def best(f):
        found = []
        for _ in range(o.repeat):
            start = time.process_time()
            jax.block_until_ready(f(ones))
            found.append(time.process_time() - start)
        return min(found)

    g = gradients(ones)
    h = 1e-4 if o.precision == "f64" else 1e-2
    loss = jax.jit(lambda w: m.loss(train(w), queries[0]))
    difference = (loss(ones.at[0].add(h)) - loss(ones.at[0].add(-h))) / (2 * h)
    seconds, forward = best(gradients), best(plain)
    print(json.dumps({
        "query_steps_per_second": o.queries * o.steps / seconds, "seconds": seconds, "plain_seconds": forward,
        "in_plain_runs": seconds / forward, "queries": o.queries, "steps": o.steps, "precision": o.precision,
        "gradient": float(g[0, 0]), "difference": float(difference), "jax": jax.__version__,
    }))


if __name__ == "__main__":
    main()
