"""Truncated power series (jets) in JAX: a jet is a list [primal, (re, im) of degree 1, ...].

The primal is real and shared by all directions; the planes of the tangents carry the directions.
"""

import math

import jax.numpy as jnp
from jax import lax


def lift(f, *jets):
    """Applies a real-linear function to every plane."""
    out = [f(*[j[0] for j in jets])]
    for k in range(1, len(jets[0])):
        out.append(tuple(f(*[j[k][c] for j in jets]) for c in (0, 1)))
    return out


def add(a, b):
    return lift(lambda a, b: a + b, a, b)


def sub(a, b):
    return lift(lambda a, b: a - b, a, b)


def times(a, s):
    return lift(lambda a: a * s, a)


def tangent_product(a, b, k):
    """Sum over 0 < j < k of a_j b_{k-j}; None if empty."""
    if k < 2:
        return None
    re = im = 0
    if a is b:
        for j in range(1, (k + 1) // 2):
            (p, q), (r, s) = a[j], a[k - j]
            re, im = re + 2 * (p * r - q * s), im + 2 * (p * s + q * r)
        if k % 2 == 0:
            p, q = a[k // 2]
            re, im = re + (p * p - q * q), im + 2 * (p * q)
        return re, im
    for j in range(1, k):
        (p, q), (r, s) = a[j], b[k - j]
        re, im = re + (p * r - q * s), im + (p * s + q * r)
    return re, im


def mul(a, b):
    out = [a[0] * b[0]]
    for k in range(1, len(a)):
        cross = tangent_product(a, b, k)
        if a is b:
            plane = [2 * a[0] * a[k][c] for c in (0, 1)]
        else:
            plane = [a[0] * b[k][c] + a[k][c] * b[0] for c in (0, 1)]
        out.append(tuple(plane if cross is None else (plane[0] + cross[0], plane[1] + cross[1])))
    return out


def compose(u, *functions):
    """f(u) for each list of real shared Taylor coefficients [f0, f1, ..., fD] at u0."""
    d = len(u) - 1
    assert d <= 3
    (a, b) = u[1]
    s = (a * a - b * b, 2 * a * b)
    results = []
    for f in functions:
        out = [f[0], (f[1] * a, f[1] * b)]
        if d >= 2:
            out.append(tuple(f[1] * u[2][c] + f[2] * s[c] for c in (0, 1)))
        if d >= 3:
            p, q = (2 * f[2] * u[2][c] + f[3] * s[c] for c in (0, 1))
            out.append((f[1] * u[3][0] + (a * p - b * q), f[1] * u[3][1] + (a * q + b * p)))
        results.append(out)
    return results if len(functions) > 1 else results[0]


def rsqrt(u):
    r = lax.rsqrt(u[0])
    i = 1 / u[0]
    return compose(u, [r, -0.5 * r * i, 0.375 * r * i * i, -0.3125 * r * i * i * i])


def gelu_coefficients(a):
    phi = jnp.exp(-0.5 * a * a) * (1 / math.sqrt(2 * math.pi))
    cdf = 0.5 * (1 + lax.erf(a * math.sqrt(0.5)))
    s = a * a
    d1, d2, d3, d4 = cdf + a * phi, (2 - s) * phi, a * (s - 4) * phi, ((7 - s) * s - 4) * phi
    return [a * cdf, d1, d2 / 2, d3 / 6], [d1, d2, d3 / 2, d4 / 6]


def mean(a):
    return lift(lambda a: jnp.mean(a, -1, keepdims=True), a)


def softmax(x, mask=None):
    """softmax and log-sum-exp along the last axis, jointly by recurrence."""
    x0 = x[0] if mask is None else jnp.where(mask, x[0], -jnp.inf)
    top = jnp.max(x0, -1, keepdims=True)
    e = jnp.exp(x0 - top)
    total = jnp.sum(e, -1, keepdims=True)
    p, lse, y = [e / total], [jnp.log(total) + top], [None]
    for k in range(1, len(x)):
        # k q_k = sum_{0<j<k} j y_j p_{k-j} + k x_k p_0, with y_j = x_j - lse_j;
        # lse_k = sum_i q_k,  p_k = q_k - lse_k p_0
        q = [x[k][c] * p[0] for c in (0, 1)]
        for j in range(1, k):
            (a, b), (r, s) = y[j], p[k - j]
            q = [q[0] + (j / k) * (a * r - b * s), q[1] + (j / k) * (a * s + b * r)]
        l = tuple(jnp.sum(q[c], -1, keepdims=True) for c in (0, 1))
        lse.append(l)
        y.append(tuple(x[k][c] - l[c] for c in (0, 1)))
        p.append(tuple(q[c] - l[c] * p[0] for c in (0, 1)))
    return p, lse


def stack(x):
    """[K, (1 + 2D) T, n]: the planes below one another. The barrier makes XLA compute it once
    instead of fusing its arithmetic into each reader."""
    primal = jnp.broadcast_to(x[0], x[1][0].shape[:1] + x[0].shape)
    return lax.optimization_barrier(jnp.concatenate([primal] + [p for c in x[1:] for p in c], -2))


def unstack(s, x0):
    n = x0.shape[-2]
    block = lambda i: s[..., i * n : (i + 1) * n, :]
    return [x0] + [(block(i), block(i + 1)) for i in range(1, s.shape[-2] // n, 2)]


def linear(s, x0, w, transposed=False):
    """A jet's stack s [K, (1 + 2D) T, n] times the matrix w: x w' (or x w). The products of a
    tangent plane of w with x0 and every tangent of x it meets are one matrix product a
    direction; those of w0 with the tangents are one for all directions."""
    d, n = len(w) - 1, x0.shape[0]
    con = 0 if transposed else 1
    one = lambda a, b: lax.dot_general(a, b, (((a.ndim - 1,), (con,)), ((), ())))
    each = lambda a, b: lax.dot_general(a, b, (((2,), (1 + con,)), ((0,), (0,))))
    block = lambda a, i: a[:, i * n : (i + 1) * n]
    shared = one(s, w[0])
    out = [[block(shared, 2 * k - 1), block(shared, 2 * k)] for k in range(1, d + 1)]
    for j in range(1, d + 1):
        left = s[:, : (1 + 2 * (d - j)) * n]
        re, im = each(left, w[j][0]), each(left, w[j][1])
        out[j - 1][0] += block(re, 0)
        out[j - 1][1] += block(im, 0)
        for k in range(1, d - j + 1):
            o = out[j + k - 1]
            o[0] += block(re, 2 * k - 1) - block(im, 2 * k)
            o[1] += block(im, 2 * k - 1) + block(re, 2 * k)
    return [one(x0, w[0])] + [tuple(o) for o in out]


def product(a, b, con_a, con_b):
    """Matrix product of two jets whose tangents [K, batch..., rows, columns] are both per
    direction: one matrix product, of a's planes laid along the contracted axis with the block
    Toeplitz matrix of b (42 blocks at degree 3 where 24 are not zero, but at four times the
    speed of the separate products)."""
    d = len(a) - 1
    lead = a[1][0].shape[:1]
    full = lambda x: jnp.broadcast_to(x, lead + x.shape)
    turn = lambda x, t: jnp.swapaxes(x, -1, -2) if t else x
    pa = [turn(p, con_a == 0) for p in [full(a[0])] + [p for c in a[1:] for p in c]]
    b0 = turn(full(b[0]), con_b == 1)
    pb = [(b0, None)] + [tuple(turn(p, con_b == 1) for p in c) for c in b[1:]]
    zero = jnp.zeros_like(b0)
    left = lax.optimization_barrier(jnp.concatenate(pa, -1))
    c, n = b0.shape[-2:]
    out = []
    for r in range(1, d + 1):
        rows = []
        for j in range(r + 1):
            p, q = pb[r - j] if j < r else (b0, zero)
            rows.append(jnp.concatenate([p, q], -1))
            if j:
                rows.append(jnp.concatenate([-q if j < r else zero, p], -1))
        right = lax.optimization_barrier(jnp.concatenate(rows, -2))
        y = left[..., : (1 + 2 * r) * c] @ right
        out.append((y[..., :n], y[..., n:]))
    primal = turn(a[0], con_a == 0) @ turn(b[0], con_b == 1)
    return [primal] + out
