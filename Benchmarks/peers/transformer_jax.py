"""A larger microgpt in JAX: several layers, mini-batches of documents that fill the block.

The jets are those of microgpt_jax.py (see there for what was tried), over the rows of all documents at once;
attention has the documents as one more axis. Layers are unrolled: parameters stay apart, so that the optimiser
updates each of them in place, and one compilation of a few layers takes a minute or two.

Direction-steps a second of the processor, one core that others used too, f64: at 2 directions at once 1.66, at 4 1.77.
"""

import math
from dataclasses import dataclass
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from jets import add, compose, gelu_coefficients, lift, linear, mul, product, softmax, sub, times
from microgpt_jax import adam_scalars, jet_adam, jet_state, plain_adam, rms, rms_back, rmsnorm, settled


@dataclass(frozen=True)
class Shape:
    layers: int = 4
    width: int = 64
    heads: int = 4
    block: int = 64
    vocabulary: int = 28
    batch: int = 8

    @property
    def head(self):
        return self.width // self.heads


def shapes(s):
    all = {"emb": (s.vocabulary + s.block, s.width), "head": (s.vocabulary, s.width)}
    for i in range(s.layers):
        all |= {f"wqkv{i}": (3 * s.width, s.width), f"wo{i}": (s.width, s.width),
                f"fc1{i}": (4 * s.width, s.width), f"fc2{i}": (s.width, 4 * s.width)}
    return all


# ---------------------------------------------------------------- plain training


def loss(s, p, ids):
    """The mean loss of each document: ids [B, T + 1] to [B]."""
    n = ids.shape[1] - 1
    mask = np.tril(np.ones((n, n), bool))
    x = rmsnorm(p["emb"][ids[:, :-1]] + p["emb"][s.vocabulary : s.vocabulary + n])
    for i in range(s.layers):
        qkv = (rmsnorm(x) @ p[f"wqkv{i}"].T).reshape(-1, n, 3, s.heads, s.head)
        z = jnp.einsum("bthe,bshe->bhts", qkv[:, :, 0], qkv[:, :, 1]) / math.sqrt(s.head)
        a = jax.nn.softmax(jnp.where(mask, z, -1e30))
        o = jnp.einsum("bhts,bshe->bthe", a, qkv[:, :, 2]).reshape(x.shape)
        x = x + o @ p[f"wo{i}"].T
        x = x + jax.nn.gelu(rmsnorm(x) @ p[f"fc1{i}"].T, approximate=False) @ p[f"fc2{i}"].T
    z = jax.nn.log_softmax(x @ p["head"].T)
    return -jnp.take_along_axis(z, ids[:, 1:, None], -1)[..., 0].mean(-1)


def plain_step(s, state, ids, weights, scalars):
    gradient = jax.grad(lambda p: jnp.mean(weights * loss(s, p, ids)))(state[0])
    return plain_adam(state, gradient, *scalars)


# ---------------------------------------------------------------- jets


def heads(x, s, n):
    """[.., B T, 3 width] into q, k, v of [.., B, heads, T, head]."""
    f = lambda i: lambda a: jnp.moveaxis(
        a[..., i * s.width : (i + 1) * s.width].reshape(a.shape[:-2] + (-1, n, s.heads, s.head)), -2, -3)
    return [lift(f(i), x) for i in range(3)]


def split(a, s, n):
    return jnp.moveaxis(a.reshape(a.shape[:-2] + (-1, n, s.heads, s.head)), -2, -3)


def merge(a, s):
    def f(a):
        a = jnp.moveaxis(a, -3, -2)
        return a.reshape(a.shape[:-4] + (a.shape[-4] * a.shape[-3], s.width))

    return lift(f, a)


def jet_gradient(s, p, ids, w1):
    """Gradient of the mean over documents of (1 + w1 z) * loss, w1 = (re, im), each [B, K]."""
    batch, n = ids.shape[0], ids.shape[1] - 1
    tokens, targets = ids[:, :-1].reshape(-1), ids[:, 1:].reshape(-1)
    mask = np.tril(np.ones((n, n), bool))
    scale = 1 / math.sqrt(s.head)

    def embed(t):
        e = jnp.take(t, tokens, axis=-2, mode="clip")
        positions = t[..., s.vocabulary : s.vocabulary + n, :]
        return e + jnp.concatenate([positions] * batch, -2)

    x, s_first = rms(lift(embed, p["emb"]))
    _, x = settled(x)
    first, kept = x, []
    for i in range(s.layers):
        y1, s1 = rms(x)
        st, y1 = settled(y1)
        _, qkv = settled(linear(st, y1[0], p[f"wqkv{i}"]))
        q, k, v = heads(qkv, s, n)
        a, _ = softmax(times(product(q, k, 1, 1), scale), mask)
        _, a = settled4(a)
        st, o = settled(merge(product(a, v, 1, 0), s))
        _, x = settled(add(x, linear(st, o[0], p[f"wo{i}"])))
        y2, s2 = rms(x)
        st, y2 = settled(y2)
        _, h = settled(linear(st, y2[0], p[f"fc1{i}"]))
        g, dg = compose(h, *gelu_coefficients(h[0]))
        st, g = settled(g)
        st, x = settled(add(x, linear(st, g[0], p[f"fc2{i}"])))
        kept.append((y1, s1, q, k, v, a, o, y2, s2, g, dg))
    z = linear(st, x[0], p["head"])

    r, _ = softmax(z)
    r = [r[0] - jax.nn.one_hot(targets, s.vocabulary, dtype=r[0].dtype)] + r[1:]
    re, im = (jnp.repeat(w.T, n, 1)[:, :, None] for w in w1)  # [K, B T, 1]
    dz = [r[0], (r[1][0] + re * r[0], r[1][1] + im * r[0])]
    for j in range(2, len(r)):
        (c, d), (e, f) = r[j], r[j - 1]
        dz.append((c + (re * e - im * f), d + (re * f + im * e)))
    st, dz = settled(times(dz, 1 / (n * batch)))
    grad = {}
    weight = lambda dy, x: product(dy, x, 0, 0)
    grad["head"] = weight(dz, x)
    st, dx = settled(linear(st, dz[0], p["head"], True))
    for i in reversed(range(s.layers)):
        y1, s1, q, k, v, a, o, y2, s2, g, dg = kept[i]
        grad[f"fc2{i}"] = weight(dx, g)
        st, dh = settled(mul(linear(st, dx[0], p[f"fc2{i}"], True), dg))
        grad[f"fc1{i}"] = weight(dh, y2)
        st, dx = settled(add(dx, rms_back(y2, s2, linear(st, dh[0], p[f"fc1{i}"], True))))
        grad[f"wo{i}"] = weight(dx, o)
        do = lift(lambda a: split(a, s, n), linear(st, dx[0], p[f"wo{i}"], True))
        dv = product(a, do, 0, 0)
        da = product(do, v, 1, 1)
        inner = lift(lambda t: jnp.sum(t, -1, keepdims=True), mul(a, da))
        _, ds = settled4(times(mul(a, sub(da, inner)), scale))
        dq, dk = product(ds, k, 1, 0), product(ds, q, 0, 0)
        st, dqkv = settled(lift(lambda *t: jnp.concatenate(t, -1), merge(dq, s), merge(dk, s), merge(dv, s)))
        grad[f"wqkv{i}"] = weight(dqkv, y1)
        st, dx = settled(add(dx, rms_back(y1, s1, linear(st, dqkv[0], p[f"wqkv{i}"], True))))
    _, dx = settled(rms_back(first, s_first, dx))
    spread = jnp.concatenate(
        [jax.nn.one_hot(tokens, s.vocabulary, dtype=z[0].dtype),
         jnp.tile(jnp.eye(n, s.block, dtype=z[0].dtype), (batch, 1))], 1)
    grad["emb"] = lift(lambda t: jnp.einsum("tv,...td->...vd", spread, t), dx)
    return grad


def settled4(x):
    """As `settled`, for planes with several axes of rows."""
    return None, lift(lax.optimization_barrier, x)


def jet_step(s, state, ids, w1, *scalars):
    return jet_adam(state, jet_gradient(s, state[0], ids, w1), *scalars)


class Model:
    """What the driver wants to know."""

    tuned = {("jets", "f64"): (4, 1), ("jets", "f32"): (4, 1)}

    def __init__(self, lines, dtype, steps, shape=Shape()):
        letters = sorted(set("".join(lines)))
        boundary = len(letters)
        self.shape = Shape(shape.layers, shape.width, shape.heads, shape.block, boundary + 1, shape.batch)
        index = {c: i for i, c in enumerate(letters)}
        ids = [([boundary] + [index[c] for c in line] + [boundary])[: shape.block + 1] for line in lines]
        if len({len(x) for x in ids[: steps * shape.batch]}) != 1:
            raise ValueError("documents of a batch have to fill the block")
        self.batches = [np.array(ids[t * shape.batch : (t + 1) * shape.batch], np.int32) for t in range(steps)]
        self.scalars = [tuple(dtype(x) for x in adam_scalars(t, steps)) for t in range(steps)]
        self.examples = steps * shape.batch
        self.step = partial(jax.jit, donate_argnums=0)(self._step)

    def _step(self, state, ids, table, t, *scalars):
        w = lax.dynamic_slice_in_dim(table, t * self.shape.batch, self.shape.batch)  # [B, 2, K]
        return jet_step(self.shape, state, ids, (-w[:, 0], -w[:, 1]), *scalars)

    def state(self, parameters, directions, degree=3):
        return jet_state(parameters, directions, degree)

    def parameters(self, seed, dtype):
        rng = np.random.default_rng(seed)
        return {k: jnp.asarray(rng.normal(0, 0.08, x), dtype) for k, x in shapes(self.shape).items()}
