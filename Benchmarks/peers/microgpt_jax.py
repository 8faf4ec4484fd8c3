"""microgpt in JAX: plain training, and training in truncated power series (jets)
along complex directions, batched over directions.

A jet of degree D is a list [a0, (re1, im1), ..., (reD, imD)] of planes: the primal a0 is real
and has no direction axis; every tangent plane has the directions as its leading axis.

Design: hand-written jets and hand-written reverse mode, the primal real and shared, the tangents
as real planes. A matrix product with the weights is one product with w0 for all directions, and
one product a direction for each tangent plane of w; products of two per-direction jets
(attention, weight gradients) are one product a degree with a block Toeplitz matrix. XLA hands
these to YNNPACK; alone, such products ran at 27 to 48 GFMA/s in f64. Unary functions are
composed with shared real Taylor coefficients. One jitted step a length of name, its state
donated, called from a Python loop.

Figures are microseconds a direction-step at degree 3, f64 unless said, one core (AVX-512 EPYC),
JAX 0.10.2, best of several repetitions. The machine was shared: the same program took 291 at one
time and 433 at another, so compare only within a group.

Measured together, in two passes, load average 2 to 3 on two cores (7 positions):
- this design: 426 and 433 at 16 directions at once, 396 and 403 at 32;
- ordinary complex training at 4 points on a circle, vmapped over directions x points: 603 and 666
  at 4 directions, 610 and 635 at 16. Four is the fewest points, and aliases z^4 and above;
  at 8 points 1202 and 1260, 1299 and 1272. Coefficients from these were not checked;
- jax.experimental.jet of the whole step, complex128 throughout, vmapped: 1030 and 906 at 8
  directions, 975 and 919 at 32. (jet's products want one type for primal and tangents, so the
  primal is complex too; the error function has no complex rule and was given one.) Its
  coefficients were not checked either.
Two real jets, along Re psi and Im psi, are not a way: degrees 2 and 3 along a complex direction
hold mixed derivatives in both, which neither jet has. Polarisation would get them from real
jets along d + 1 = 4 real directions for each complex one (a polynomial of degree 3 in two
variables is fixed by 4 lines through 0). Not timed.

Interleaved in one process: one block Toeplitz product for all degrees 315, one a degree (kept)
291. This design at 8, 32 and 128 directions 357, 306, 509, and at 16 positions 668 (16
directions): names are therefore not padded to 16 but bucketed by length. lax.scan over steps
would need padding and was not tried. f32 at 16, 32, 128 and 512 directions: 338, 209, 294, 323.

In processes of their own, minutes apart (weaker evidence): an earlier form, with a convolution
along the contracted axis and concatenated planes for each product, 382; the same with Eigen in
place of YNNPACK (--xla_cpu_experimental_ynn_fusion_type=), 644. Directions as the trailing axis:
matrix products alone at 0.4 to 8 GFMA/s. --xla_cpu_prefer_vector_width=512: no difference.

lax.scan over the steps of names of one length against a loop in Python, by seconds of the processor on a busy
machine: jets 399 against 433 (6 steps a call, 32 directions, 7 positions), retraining 22.6 against 26.5 (10 steps a
call, 32 weightings).

Retraining (jax.grad under vmap), a step of one weighting: f64 21 at 32 at once (8: 34, 512: 26);
f32 16 at 64 (8: 28, 512: 17).
"""


import math
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from jets import add, compose, gelu_coefficients, lift, linear, mean, mul, product, rsqrt, softmax, stack, sub, times, unstack

VOCAB, BLOCK, WIDTH, HEADS, BOUNDARY = 27, 16, 16, 4, 26
HEAD = WIDTH // HEADS
RATE, BETA1, BETA2, EPS_ADAM, EPS_NORM = 0.01, 0.85, 0.99, 1e-3, 1e-5

# wte and wpe are one table, wq, wk and wv one matrix: fewer and larger operations.
SHAPES = {
    "emb": (VOCAB + BLOCK, WIDTH),
    "wqkv": (3 * WIDTH, WIDTH),
    "wo": (WIDTH, WIDTH),
    "fc1": (4 * WIDTH, WIDTH),
    "fc2": (WIDTH, 4 * WIDTH),
    "head": (VOCAB, WIDTH),
}


def tokens(name):
    ids = [BOUNDARY] + [ord(c) - ord("a") for c in name] + [BOUNDARY]
    return np.array(ids[: BLOCK + 1], np.int32)


def pack(named):
    """The reference's tensors, under their original names, as this file's."""
    layer = {k: named["layer0." + k] for k in
             ("attn_wq", "attn_wk", "attn_wv", "attn_wo", "mlp_fc1", "mlp_fc2")}
    return {
        "emb": np.concatenate([named["wte"], named["wpe"]]),
        "wqkv": np.concatenate([layer["attn_wq"], layer["attn_wk"], layer["attn_wv"]]),
        "wo": layer["attn_wo"], "fc1": layer["mlp_fc1"], "fc2": layer["mlp_fc2"],
        "head": named["lm_head"],
    }


def random_parameters(seed, dtype):
    rng = np.random.default_rng(seed)
    return {k: jnp.asarray(rng.normal(0, 0.08, s), dtype) for k, s in SHAPES.items()}


def adam_scalars(t, total):
    """The per-step scalars: rate / bias correction of m, 1 / bias correction of v."""
    return RATE * (1 - t / total) / (1 - BETA1 ** (t + 1)), 1 / (1 - BETA2 ** (t + 1))


# ---------------------------------------------------------------- plain training


def gelu(x):
    return jax.nn.gelu(x, approximate=False)


def rmsnorm(x):
    return x * lax.rsqrt(jnp.mean(x * x, -1, keepdims=True) + EPS_NORM)


def logits(p, ids, gelu=gelu, shift=True):
    n = ids.shape[0]
    x = rmsnorm(p["emb"][ids] + p["emb"][VOCAB : VOCAB + n])
    qkv = (rmsnorm(x) @ p["wqkv"].T).reshape(n, 3, HEADS, HEAD)
    s = jnp.einsum("the,she->hts", qkv[:, 0], qkv[:, 1]) / math.sqrt(HEAD)
    mask = np.tril(np.ones((n, n), bool))
    e = jnp.where(mask, jnp.exp(s - (jnp.max(jnp.where(mask, lax.stop_gradient(s), -jnp.inf), -1, keepdims=True)
                                     if shift else 0)), 0)
    a = e / e.sum(-1, keepdims=True)
    x = x + jnp.einsum("hts,she->the", a, qkv[:, 2]).reshape(n, WIDTH) @ p["wo"].T
    return x + gelu(rmsnorm(x) @ p["fc1"].T) @ p["fc2"].T, p["head"]


def loss(p, ids, gelu=gelu, shift=True):
    h, head = logits(p, ids[:-1], gelu, shift)
    z = h @ head.T
    top = lax.stop_gradient(z.max(-1, keepdims=True)) if shift else 0
    lse = jnp.log(jnp.exp(z - top).sum(-1)) + (top[..., 0] if shift else 0)
    n = ids.shape[0] - 1
    return jnp.mean(lse - z[np.arange(n), ids[1:]])


def plain_adam(state, g, scale, correction):
    p, m, v = state
    m = jax.tree.map(lambda m, g: BETA1 * m + (1 - BETA1) * g, m, g)
    v = jax.tree.map(lambda v, g: BETA2 * v + (1 - BETA2) * g * g, v, g)
    # x ** -0.5 through rsqrt: defined for complex numbers too
    p = jax.tree.map(lambda p, m, v: p - scale * m * lax.rsqrt(v * correction + EPS_ADAM), p, m, v)
    return p, m, v


def train_step(state, ids, weight, scale, correction, gelu=gelu, holomorphic=False, shift=True):
    """One step of one weighting; `retrain` steps are this under vmap."""
    g = jax.grad(lambda p: weight * loss(p, ids, gelu, shift), holomorphic=holomorphic)(state[0])
    return plain_adam(state, g, scale, correction)


@partial(jax.jit, donate_argnums=0)
def retrain_step(state, ids, weights, t, scale, correction):
    return jax.vmap(train_step, (0, None, 0, None, None))(state, ids, weights[t], scale, correction)


# ---------------------------------------------------------------- jets, hand-written


def rms(x):
    s = rsqrt(lift_add_constant(mean(mul(x, x)), EPS_NORM))
    return mul(x, s), s


def lift_add_constant(a, c):
    return [a[0] + c] + a[1:]


def rms_back(y, s, dy):
    return mul(s, sub(dy, mul(y, mean(mul(y, dy)))))


def heads(x):
    """[.., T, 3 * width] into q, k, v of [.., heads, T, head]."""
    f = lambda i: lambda a: jnp.moveaxis(
        a[..., i * WIDTH : (i + 1) * WIDTH].reshape(a.shape[:-1] + (HEADS, HEAD)), -2, -3)
    return [lift(f(i), x) for i in range(3)]


def merge(a):
    f = lambda a: jnp.moveaxis(a, -3, -2).reshape(a.shape[:-3] + (a.shape[-2], WIDTH))
    return lift(f, a)


def settled(x):
    """The jet's stack, and the jet read from it."""
    s = stack(x)
    return s, unstack(s, x[0])


def jet_forward(p, ids):
    n = ids.shape[0]
    mask = np.tril(np.ones((n, n), bool))
    e = lift(lambda t: jnp.take(t, ids, axis=-2, mode="clip") + t[..., VOCAB : VOCAB + n, :], p["emb"])
    x0, s0 = rms(e)
    _, x0 = settled(x0)
    y1, s1 = rms(x0)
    st, y1 = settled(y1)
    _, qkv = settled(linear(st, y1[0], p["wqkv"]))
    q, k, v = heads(qkv)
    a, _ = softmax(times(product(q, k, 1, 1), 1 / math.sqrt(HEAD)), mask)
    _, a = settled(a)
    st, o = settled(merge(product(a, v, 1, 0)))
    _, x1 = settled(add(x0, linear(st, o[0], p["wo"])))
    y2, s2 = rms(x1)
    st, y2 = settled(y2)
    _, h = settled(linear(st, y2[0], p["fc1"]))
    g, dg = compose(h, *gelu_coefficients(h[0]))
    st, g = settled(g)
    st, x2 = settled(add(x1, linear(st, g[0], p["fc2"])))
    return linear(st, x2[0], p["head"]), (x0, s0, y1, s1, q, k, v, a, o, y2, s2, g, dg, x2)


def jet_loss(p, ids):
    z, _ = jet_forward(p, ids[:-1])
    _, lse = softmax(z)
    n = ids.shape[0] - 1
    pick = lift(lambda a: a[..., np.arange(n), ids[1:]], z)
    return lift(lambda l, z: jnp.mean(l[..., 0] - z, -1), lse, pick)


def jet_gradient(p, ids, w1):
    """Gradient of (1 + w1 z) * loss, w1 = (re, im) per direction."""
    ids, targets = ids[:-1], ids[1:]
    n = ids.shape[0]
    z, (x0, s0, y1, s1, q, k, v, a, o, y2, s2, g, dg, x2) = jet_forward(p, ids)
    r, _ = softmax(z)
    r = [r[0] - jax.nn.one_hot(targets, VOCAB, dtype=r[0].dtype)] + r[1:]
    re, im = (w[:, None, None] for w in w1)
    dz = [r[0], (r[1][0] + re * r[0], r[1][1] + im * r[0])]
    for j in range(2, len(r)):
        (c, d), (e, f) = r[j], r[j - 1]
        dz.append((c + (re * e - im * f), d + (re * f + im * e)))
    st, dz = settled(times(dz, 1 / n))
    grad = {}
    weight = lambda dy, x: product(dy, x, 0, 0)
    grad["head"] = weight(dz, x2)
    st, dx = settled(linear(st, dz[0], p["head"], True))
    grad["fc2"] = weight(dx, g)
    st, dh = settled(mul(linear(st, dx[0], p["fc2"], True), dg))
    grad["fc1"] = weight(dh, y2)
    st, dx = settled(add(dx, rms_back(y2, s2, linear(st, dh[0], p["fc1"], True))))
    grad["wo"] = weight(dx, o)
    _, do = settled(lift(lambda a: jnp.moveaxis(a.reshape(a.shape[:-1] + (HEADS, HEAD)), -2, -3),
                         linear(st, dx[0], p["wo"], True)))
    dv = product(a, do, 0, 0)
    da = product(do, v, 1, 1)
    inner = lift(lambda t: jnp.sum(t, -1, keepdims=True), mul(a, da))
    _, ds = settled(times(mul(a, sub(da, inner)), 1 / math.sqrt(HEAD)))
    dq, dk = product(ds, k, 1, 0), product(ds, q, 0, 0)
    st, dqkv = settled(lift(lambda *t: jnp.concatenate(t, -1), merge(dq), merge(dk), merge(dv)))
    grad["wqkv"] = weight(dqkv, y1)
    dx = add(dx, rms_back(y1, s1, linear(st, dqkv[0], p["wqkv"], True)))
    _, dx = settled(rms_back(x0, s0, dx))
    spread = jnp.concatenate(
        [jax.nn.one_hot(ids, VOCAB, dtype=z[0].dtype), jnp.eye(n, BLOCK, dtype=z[0].dtype)], 1)
    grad["emb"] = lift(lambda t: jnp.einsum("tv,...td->...vd", spread, t), dx)
    return grad


def jet_adam(state, grad, scale, correction):
    p, m, v = state
    np_, nm, nv = {}, {}, {}
    for name, g in grad.items():
        nm[name] = lift(lambda m, g: BETA1 * m + (1 - BETA1) * g, m[name], g)
        nv[name] = lift(lambda v, s: BETA2 * v + (1 - BETA2) * s, v[name], mul(g, g))
        u = lift_add_constant(times(nv[name], correction), EPS_ADAM)
        np_[name] = sub(p[name], times(mul(nm[name], rsqrt(u)), scale))
    return np_, nm, nv


def jet_step(state, ids, w1, scale, correction):
    return jet_adam(state, jet_gradient(state[0], ids, w1), scale, correction)


@partial(jax.jit, donate_argnums=0)
def jet_train_step(state, ids, psi, t, scale, correction):
    """psi [steps, 2, K]: the directions' entries, real and imaginary part."""
    return jet_step(state, ids, (-psi[t, 0], -psi[t, 1]), scale, correction)


def jet_state(parameters, directions, degree=3):
    zero = lambda a: [jnp.zeros_like(a)] + [
        tuple(jnp.zeros((directions,) + a.shape, a.dtype) for _ in (0, 1)) for _ in range(degree)]
    p = {k: [jnp.array(a)] + zero(a)[1:] for k, a in parameters.items()}
    return p, {k: zero(a) for k, a in parameters.items()}, {k: zero(a) for k, a in parameters.items()}


def retrain_state(parameters, weightings):
    full = lambda a: jnp.array(jnp.broadcast_to(a, (weightings,) + a.shape))
    p = {k: full(a) for k, a in parameters.items()}
    return p, jax.tree.map(jnp.zeros_like, p), jax.tree.map(jnp.zeros_like, p)


class Model:
    """What the driver wants to know."""

    # Directions (weightings) at once on one thread, and steps a call.
    tuned = {("jets", "f64"): (32, 6), ("jets", "f32"): (32, 6), ("retrain", "f64"): (32, 10),
             ("retrain", "f32"): (64, 10)}

    def __init__(self, rows, dtype, steps, mode, positions=None):
        if positions is not None:
            rows = [row for row in rows if len(row) + 1 == positions]
        if len(rows) < steps:
            raise ValueError(f"{steps} steps need as many names, there are {len(rows)}")
        self.batches = [tokens(row) for row in rows[:steps]]
        self.scalars = [tuple(dtype(s) for s in adam_scalars(t, len(rows))) for t in range(steps)]
        self.examples = steps
        self.step = jet_train_step if mode == "jets" else retrain_step
        self.state = jet_state if mode == "jets" else retrain_state

    def parameters(self, seed, dtype):
        return random_parameters(seed, dtype)
