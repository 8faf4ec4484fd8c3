"""Makes supervised.json: numbers of logistic regression and of perceptrons, in plain numpy and float64.

Run as: python3 supervised.py ../../Examples > supervised.json
"""

import csv
import json
import sys

import numpy as np

folder = sys.argv[1]


def read(name):
    with open(f"{folder}/{name}") as file:
        return list(csv.DictReader(file))


def standardized(table):
    deviation = table.std(axis=0)
    return (table - table.mean(axis=0)) / np.where(deviation == 0, 1, deviation)


def columns(rows, names):
    return np.array([[float(row[name]) for name in names] for row in rows])


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True).real)
    return e / e.sum(axis=1, keepdims=True)


# --- Logistic regression of two classes: z = x̃ θ is the log-odds of the second class. ---


def binary_gradient(theta, x, y, weights, l2):
    """Of (1/B) Σ w_i log(1 + exp(−s_i z_i)) + l2/2 ‖θ without bias‖²; holds for complex numbers too."""
    p = 1 / (1 + np.exp(-(x @ theta)))
    ridge = np.full(x.shape[1], l2)
    ridge[-1] = 0
    gradient = x.T @ (weights * (p - y)) / len(y) + ridge * theta
    hessian = (x.T * (weights * p * (1 - p))) @ x / len(y) + np.diag(ridge)
    return gradient, hessian


def binary_optimum(x, y, weights, l2):
    theta = np.zeros(x.shape[1], dtype=weights.dtype)
    for _ in range(60):
        gradient, hessian = binary_gradient(theta, x, y, weights, l2)
        step = np.linalg.solve(hessian, gradient)
        theta = theta - step
        if np.abs(step).max() < 1e-15:
            break
    assert np.abs(binary_gradient(theta, x, y, weights, l2)[0]).max() < 1e-14
    return theta


def binary():
    rows = read("breast-cancer.csv")
    names = [name for name in rows[0] if name != "diagnosis"]
    x = standardized(columns(rows, names))
    x = np.hstack([x, np.ones((len(x), 1))])
    y = np.array([float(row["diagnosis"] == "malignant") for row in rows])
    l2 = 0.01
    queries = [3, 100, 500]
    everything = np.ones(len(y))
    base = binary_optimum(x, y, everything, l2)
    deletions = [[3], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], list(range(40, 569, 17))]
    retrains = []
    for deleted in deletions:
        weights = everything.copy()
        weights[deleted] = 0
        retrains.append((x[queries] @ binary_optimum(x, y, weights, l2)).tolist())
    # Taylor coefficients of the log-odds at t·1_D: the optimum at points of a circle, and a Fourier
    # transform. The radius keeps clear of the singularities.
    deleted, radius, points = deletions[1], 0.5, 32
    samples = []
    for t in radius * np.exp(2j * np.pi * np.arange(points) / points):
        weights = everything.astype(complex)
        weights[deleted] -= t
        samples.append(x[queries] @ binary_optimum(x, y, weights, l2))
    series = np.fft.fft(np.array(samples), axis=0) / points
    series = (series[:5].T / radius ** np.arange(5)).real
    trained = {}
    for name, update in optimizers().items():
        theta, state = np.zeros(x.shape[1]), {}
        size = len(y) if name == "gradient-descent" else 64
        order = [range(i, min(i + size, len(y))) for i in range(0, len(y), size)] * 3
        for t, batch in enumerate(order):
            batch = list(batch)
            gradient, _ = binary_gradient(theta, x[batch], y[batch], np.ones(len(batch)), l2)
            theta = update(theta, gradient, state, t, 0.2)
        trained[name] = theta.tolist()
    return {
        "l2": l2,
        "queries": queries,
        "weights": base[:-1].tolist(),
        "bias": base[-1],
        "logOdds": (x[queries] @ base).tolist(),
        "deletions": deletions,
        "retrains": retrains,
        "series": series.tolist(),
        "trained": trained,
    }


def optimizers():
    """Updates p, gradient g, state s, step t, rate → p, with the defaults of the plugins, but ε = 0.001."""

    def sgd(p, g, s, t, rate):
        return p - rate * g

    def momentum(p, g, s, t, rate):
        s["v"] = 0.9 * s.get("v", 0) + g
        return p - rate * s["v"]

    def adam(p, g, s, t, rate):
        s["m"] = 0.9 * s.get("m", 0) + 0.1 * g
        s["v"] = 0.99 * s.get("v", 0) + 0.01 * g * g
        corrected = s["v"] / (1 - 0.99 ** (t + 1))
        return p - rate * s["m"] / (1 - 0.9 ** (t + 1)) / np.sqrt(corrected + 1e-3)

    return {"gradient-descent": sgd, "sgd": sgd, "momentum": momentum, "adam": adam}


# --- Multinomial logistic regression of the digits 0, 1 and 2 from eight pixels. ---


def multinomial():
    rows = [row for row in read("digits.csv") if int(row["digit"]) < 3][:90]
    names = [f"pixel_{i}" for i in (2, 10, 20, 27, 28, 36, 43, 61)]
    x = standardized(columns(rows, names))
    x = np.hstack([x, np.ones((len(x), 1))])
    target = np.array([int(row["digit"]) for row in rows])
    y = np.eye(3)[target]
    results = {}
    for name, l2, weights, steps in [
        ("all", 0.02, np.ones(len(y)), 60),
        ("without", 0.02, np.where(np.arange(len(y)) % 9 == 4, 0.0, 1.0), 60),
        ("unpenalized", 0.0, np.ones(len(y)), 3),
    ]:
        ridge = np.full(x.shape[1], l2)
        ridge[-1] = 0
        theta = np.zeros((3, x.shape[1]))
        for _ in range(steps):
            p = softmax(x @ theta.T)
            gradient = ((p - y) * weights[:, None]).T @ x / len(y) + ridge * theta
            hessian = np.zeros((3, x.shape[1], 3, x.shape[1]))
            for k in range(3):
                for m in range(3):
                    a = weights * p[:, k] * ((k == m) - p[:, m]) / len(y)
                    hessian[k, :, m, :] = (x.T * a) @ x + (k == m) * np.diag(ridge)
            # The shortest step: the Hessian is singular along equal biases, without l2 along equal weights too.
            inverse = np.linalg.pinv(hessian.reshape(theta.size, theta.size), rcond=1e-10)
            theta = theta - (inverse @ gradient.ravel()).reshape(theta.shape)
        assert steps == 3 or np.abs(gradient).max() < 1e-13
        results[name] = {"weights": theta[:, :-1].ravel().tolist(), "bias": theta[:, -1].tolist()}
    return {"columns": names, "l2": 0.02, "deleted": list(range(4, 90, 9)), **results}


# --- Perceptrons, from weights that are sines, by backpropagation written out. ---


def sines(shape, offset):
    count = int(np.prod(shape))
    return (0.4 * np.sin(offset + 1.7 * np.arange(count))).reshape(shape)


def perceptron(x, y, widths, function, derivative, loss_gradient, update, rate, decay, weights):
    widths = [x.shape[1], *widths]
    parameters = []
    for layer in range(len(widths) - 1):
        parameters += [sines((widths[layer + 1], widths[layer]), layer + 1), sines(widths[layer + 1], layer + 5)]
    states = [{} for _ in parameters]
    batches = [list(range(i, min(i + 16, len(x)))) for i in range(0, len(x), 16)] * 2
    for t, batch in enumerate(batches):
        inputs, sums = [x[batch]], []
        for layer in range(0, len(parameters), 2):
            sums.append(inputs[-1] @ parameters[layer].T + parameters[layer + 1])
            inputs.append(function(sums[-1]))
        back = loss_gradient(sums[-1], y[batch]) * weights[batch][:, None] / len(batch)
        gradients = []
        for layer in reversed(range(len(sums))):
            gradients = [back.T @ inputs[layer], back.sum(axis=0)] + gradients
            if layer > 0:
                back = back @ parameters[2 * layer] * derivative(sums[layer - 1])
        eta = rate * (1 - t / len(batches))
        parameters = [
            update(p, g, s, t, eta, decay) for p, g, s in zip(parameters, gradients, states)
        ]
    return [p.ravel().tolist() for p in parameters]


def perceptrons():
    def adam(p, g, s, t, rate, decay):
        return optimizers()["adam"](p * (1 - rate * decay), g, s, t, rate)

    def momentum(p, g, s, t, rate, decay):
        return optimizers()["momentum"](p, g + decay * p, s, t, rate)

    rows = read("digits.csv")[:40]
    x = standardized(columns(rows, [f"pixel_{i}" for i in range(64)]))
    y = np.eye(10)[[int(row["digit"]) for row in rows]]
    weights = np.ones(len(x))
    weights[[3, 20]] = 0
    classification = perceptron(
        x, y, [6, 5, 10], np.tanh, lambda z: 1 - np.tanh(z) ** 2,
        lambda z, y: softmax(z) - y, adam, 0.05, 0.1, weights,
    )
    rows = read("breast-cancer.csv")[:50]
    names = [name for name in rows[0] if name not in ("diagnosis", "mean_area")]
    x = standardized(columns(rows, names))
    y = standardized(columns(rows, ["mean_area"]))
    weights = np.ones(len(x))
    weights[7] = 0
    regression = perceptron(
        x, y, [4, 1], lambda z: np.log1p(np.exp(z)), lambda z: 1 / (1 + np.exp(-z)),
        lambda z, y: 2 * (z - y), momentum, 0.02, 0.01, weights,
    )
    return {"classification": classification, "regression": regression}


json.dump(
    {"binary": binary(), "multinomial": multinomial(), "perceptrons": perceptrons()},
    sys.stdout,
    indent=1,
)
print()
