"""Checks the jets of the peers, at small sizes, against derivatives that JAX takes of plain training.

Along a complex direction u + iv, coefficient r of f((u + iv) z) is (d/ds + i d/dt)^r f(su + tv) / r! at 0. The
derivatives are those of jax.jacfwd, three times; nothing of the jets is used. Prints the worst relative error.
"""

import math
import os
import sys

os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)

import tables_jax
import transformer_jax

DEGREE = 3


def expected(train, psi):
    """Coefficients 1 to 3 of a function of weights, from mixed derivatives."""
    f = lambda st: train(1 - st[0] * psi.real - st[1] * psi.imag)
    e = np.array([1, 1j])
    found = []
    for r in range(1, DEGREE + 1):
        f = jax.jacfwd(f)
        d = np.asarray(f(jnp.zeros(2)), complex)
        for _ in range(r):
            d = d @ e
        found.append(d / math.factorial(r))
    return found


def compare(name, model, steps, read, read_jet, seed=0):
    rng = np.random.default_rng(seed)
    psi = rng.normal(size=(model.examples, 2)) @ np.array([1, 1j]) / math.sqrt(2 * model.examples)
    parameters = model.parameters(seed, np.float64)

    def train(weights):
        state = model.plain_state(parameters)
        for t in range(steps):
            state = model.plain_step(state, model.batches[t], model.weights_of(weights, t), model.scalars[t])
        return read(state)

    truth = expected(train, psi)
    # A second direction, beside it, must not matter.
    table = np.stack([np.stack([psi.real, psi.imag], 1), rng.normal(size=(model.examples, 2))], -1)
    state = model.state(parameters, 2, DEGREE)
    step = model.step.lower(state, model.batches[0], table, 0, *model.scalars[0]).compile()
    for t in range(steps):
        state = step(state, model.batches[t], table, t, *model.scalars[t])
    worst = 0
    for r, want in enumerate(truth, 1):
        got = read_jet(state, r)
        worst = max(worst, float(np.abs(got - want).max() / np.abs(want).max()))
    print(f"{name}: worst relative error {worst:.1e}")
    return worst < 1e-9


def complex_plane(tangent, take):
    return np.ravel(take(np.asarray(tangent[0])) + 1j * take(np.asarray(tangent[1])))


def main():
    rng = np.random.default_rng(5)
    zeros = lambda p: jax.tree.map(jnp.zeros_like, p)
    fine = True

    rows = rng.normal(size=(40, 3))
    lines = ["a,b,c,label"] + [f"{a},{b},{c},{int(a + b > 0.3)}" for a, b, c in rows]
    model = tables_jax.Logistic(lines, np.float64, 3)
    model.plain_state, model.weights_of = (lambda p: p), (lambda w, t: w)
    fine &= compare("logistic", model, 3, lambda w: w[:, 0], lambda w, r: complex_plane(w[r], lambda a: a[:, 0]))

    rows = rng.normal(size=(70, 4))
    lines = ["a,b,c,d,digit"] + [f"{a},{b},{c},{d},{int(a > 0) + int(b > 0)}" for a, b, c, d in rows]
    model = tables_jax.Digits(lines, np.float64, 2)
    model.plain_state = lambda p: (p, zeros(p), zeros(p))
    model.weights_of = lambda w, t: w
    fine &= compare("digits", model, 2, lambda s: s[0]["w0"].ravel(),
                    lambda s, r: complex_plane(s[0]["w0"][r], lambda a: a[0]))

    lines = ["abcab", "bcabc", "cabca", "aabbc"]
    shape = transformer_jax.Shape(layers=2, width=6, heads=2, block=4, batch=2)
    model = transformer_jax.Model(lines, np.float64, 2, shape)
    model.plain_state = lambda p: (p, zeros(p), zeros(p))
    model.weights_of = lambda w, t: w[t * shape.batch : (t + 1) * shape.batch]
    model.plain_step = lambda state, ids, w, scalars: transformer_jax.plain_step(model.shape, state, ids, w, scalars)
    for name in ("wqkv0", "emb"):
        fine &= compare(f"transformer, {name}", model, 2, lambda s: s[0][name].ravel(),
                        lambda s, r: complex_plane(s[0][name][r], lambda a: a[0]))
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
