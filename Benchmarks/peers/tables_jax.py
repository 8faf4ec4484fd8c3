"""Models of tables in JAX: logistic regression by gradient descent, and the multi-layer perceptron of digits.

Here one factor of most products is data, which all directions share. Logistic regression keeps the planes of all
directions as columns of one matrix, [columns, 2D K], so that both passes over the data are one matrix product
each. The perceptron does the same where it meets the data, and is as microgpt_jax.py elsewhere.

Direction-steps a second of the processor, one core that others used too, f64: logistic regression at 4, 16, 32 and 64
directions at once 412, 753, 658 and 798; the perceptron at 16 and 64 directions 3682 and 3629, with eight steps a call
by lax.scan 3832 and 3889.
"""

import csv
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from jets import add, compose, gelu_coefficients, lift, linear, mul, product, rsqrt, softmax, sub, times
from microgpt_jax import jet_state, lift_add_constant, settled


def table(lines, label):
    """The standardised columns but the label, and the classes of the label."""
    rows = list(csv.DictReader(lines))
    names = [c for c in rows[0] if c != label]
    x = np.array([[float(r[c]) for c in names] for r in rows])
    deviation = x.std(0)
    x = (x - x.mean(0)) / np.where(deviation > 0, deviation, 1)
    classes = {c: i for i, c in enumerate(sorted({r[label] for r in rows}))}
    return x, np.array([classes[r[label]] for r in rows], np.int32)


# ---------------------------------------------------------------- logistic regression

RATE, L2 = 0.5, 0.01


def sigmoid_coefficients(a):
    s = jax.nn.sigmoid(a)
    d = s * (1 - s)
    t = 1 - 2 * s
    return [s, d, d * t / 2, d * (t * t - 2 * d) / 6]


def columns(jet):
    """Tangents of [.., columns, 2D K]: the planes side by side."""
    return jnp.concatenate([plane for tangent in jet[1:] for plane in tangent], -1)


def uncolumns(primal, planes, degree):
    parts = jnp.split(planes, 2 * degree, -1)
    return [primal] + [(parts[2 * j], parts[2 * j + 1]) for j in range(degree)]


class Logistic:
    tuned = {("jets", "f64"): (16, 1), ("jets", "f32"): (32, 1)}

    def __init__(self, lines, dtype, steps):
        x, y = table(lines, "label")
        self.x, self.y = jnp.asarray(np.hstack([x, np.ones((len(x), 1))]), dtype), jnp.asarray(y, dtype)
        self.ridge = jnp.asarray([L2] * x.shape[1] + [0], dtype)[:, None]
        self.examples = len(x)
        self.batches = [0] * steps
        self.scalars = [(dtype(RATE),)] * steps
        jitted = partial(jax.jit, donate_argnums=0)(self.jet_step)
        self.step = Fixed(jitted, (self.x, self.y, self.ridge))

    def parameters(self, seed, dtype):
        return jnp.zeros((self.x.shape[1], 1), dtype)

    def state(self, parameters, directions, degree=3):
        return [jnp.array(parameters)] + [
            tuple(jnp.zeros((len(parameters), directions), parameters.dtype) for _ in (0, 1))
            for _ in range(degree)]

    @staticmethod
    def jet_step(w, data, table, rate):
        """w: primal [columns, 1], planes [columns, K]; table: psi [examples, 2, K]."""
        x, y, ridge = data
        n, degree = x.shape[0], len(w) - 1
        z = uncolumns(x @ w[0], x @ columns(w), degree)
        r = compose(z, sigmoid_coefficients(z[0]))
        r[0] = r[0] - y[:, None]
        re, im = -table[:, 0], -table[:, 1]
        planes = [(r[1][0] + re * r[0], r[1][1] + im * r[0])]
        for j in range(2, degree + 1):
            (a, b), (c, d) = r[j], r[j - 1]
            planes.append((a + (re * c - im * d), b + (re * d + im * c)))
        g = columns([None] + planes)
        step = uncolumns(x.T @ r[0], x.T @ g, degree)
        return lift(lambda w, g: w - rate * (g / n + ridge * w), w, step)

    def plain_step(self, w, batch, weights, scalars):
        def loss(w):
            z = (self.x @ w)[:, 0]
            losses = jnp.logaddexp(0, z) - self.y * z
            return jnp.mean(weights * losses) + 0.5 * jnp.sum(self.ridge * w * w)

        return w - scalars[0] * jax.grad(loss)(w)


class Fixed:
    """A jitted step of data that is the same in all steps, called as those of mini-batches are."""

    def __init__(self, step, data):
        self.inner, self.data = step, data

    def lower(self, state, batch, table, t, *scalars):
        self.compiled = self.inner.lower(state, self.data, table, *scalars).compile()
        return self

    def compile(self):
        return lambda state, batch, table, t, *scalars: self.compiled(state, self.data, table, *scalars)


# ---------------------------------------------------------------- digits

BATCH, HIDDEN, BETA1, BETA2, EPSILON = 32, 32, 0.9, 0.99, 1e-2


def adam_scalars(t, total):
    return 0.02 * (1 - t / total) / (1 - BETA1 ** (t + 1)), 1 / (1 - BETA2 ** (t + 1))


def shared(x, w):
    """Data [rows, inputs] times the transpose of a jet [.., outputs, inputs]."""
    return lift(lambda w: jnp.einsum("bi,...oi->...bo", x, w), w)


def raised(bias):
    """A jet [.., outputs] as [.., 1, outputs]."""
    return lift(lambda b: b[..., None, :], bias)


class Digits:
    tuned = {("jets", "f64"): (64, 8), ("jets", "f32"): (64, 8)}

    def __init__(self, lines, dtype, steps):
        x, y = table(lines, "digit")
        self.classes = int(y.max()) + 1
        starts = [(t * BATCH) % (len(x) - BATCH) for t in range(steps)]
        self.batches = [
            (np.arange(a, a + BATCH, dtype=np.int32), x[a : a + BATCH].astype(dtype), y[a : a + BATCH])
            for a in starts]
        self.scalars = [tuple(dtype(s) for s in adam_scalars(t, steps)) for t in range(steps)]
        self.examples = len(x)
        self.step = partial(jax.jit, donate_argnums=0)(self.jet_step)

    def parameters(self, seed, dtype):
        rng = np.random.default_rng(seed)
        inputs = self.batches[0][1].shape[1]
        return {
            "w0": jnp.asarray(rng.normal(0, (2 / inputs) ** 0.5, (HIDDEN, inputs)), dtype),
            "b0": jnp.zeros(HIDDEN, dtype),
            "w1": jnp.asarray(rng.normal(0, (2 / HIDDEN) ** 0.5, (self.classes, HIDDEN)), dtype),
            "b1": jnp.zeros(self.classes, dtype),
        }

    def state(self, parameters, directions, degree=3):
        return jet_state(parameters, directions, degree)

    def jet_step(self, state, batch, table, t, scale, correction):
        """table: psi [examples, 2, K]."""
        p, m, v = state
        rows, x, y = batch
        w = table[rows]
        re, im = (-w[:, c].T[:, :, None] for c in (0, 1))  # [K, B, 1]
        _, h = settled(add(shared(x, p["w0"]), raised(p["b0"])))
        g, dg = compose(h, *gelu_coefficients(h[0]))
        st, g = settled(g)
        z = add(linear(st, g[0], p["w1"]), raised(p["b1"]))
        r, _ = softmax(z)
        r = [r[0] - jax.nn.one_hot(y, self.classes, dtype=r[0].dtype)] + r[1:]
        dz = [r[0], (r[1][0] + re * r[0], r[1][1] + im * r[0])]
        for j in range(2, len(r)):
            (a, b), (c, d) = r[j], r[j - 1]
            dz.append((a + (re * c - im * d), b + (re * d + im * c)))
        st, dz = settled(times(dz, 1 / BATCH))
        down = lambda a: jnp.sum(a, -2)
        grad = {"w1": product(dz, g, 0, 0), "b1": lift(down, dz)}
        _, dh = settled(mul(linear(st, dz[0], p["w1"], True), dg))
        grad["w0"] = lift(lambda d: jnp.einsum("...bo,bi->...oi", d, x), dh)
        grad["b0"] = lift(down, dh)
        np_, nm, nv = {}, {}, {}
        for name, g in grad.items():
            nm[name] = lift(lambda m, g: BETA1 * m + (1 - BETA1) * g, m[name], g)
            nv[name] = lift(lambda v, s: BETA2 * v + (1 - BETA2) * s, v[name], mul(g, g))
            u = lift_add_constant(times(nv[name], correction), EPSILON)
            np_[name] = sub(p[name], times(mul(nm[name], rsqrt(u)), scale))
        return np_, nm, nv

    def plain_step(self, state, batch, weights, scalars):
        p, m, v = state
        rows, x, y = batch

        def loss(p):
            h = jax.nn.gelu(x @ p["w0"].T + p["b0"], approximate=False)
            z = jax.nn.log_softmax(h @ p["w1"].T + p["b1"])
            return jnp.mean(weights[rows] * -z[np.arange(BATCH), y])

        g = jax.grad(loss)(p)
        m = jax.tree.map(lambda m, g: BETA1 * m + (1 - BETA1) * g, m, g)
        v = jax.tree.map(lambda v, g: BETA2 * v + (1 - BETA2) * g * g, v, g)
        scale, correction = scalars
        return jax.tree.map(lambda p, m, v: p - scale * m * lax.rsqrt(v * correction + EPSILON), p, m, v), m, v
