"""Prints the numbers of the cases that the shipped plugins bring, from plain numpy in float64.

Run as: python3 cases.py. The data and settings here are those of the files Cases.swift and cases.c in Plugins/.
Nothing is shared with the plugins: gradients are written out by hand, and so is the generator of first states.
"""

import numpy as np

# --- The states that training begins with: Philox4x32-10, and Box and Muller's transform. ---

MASK = 0xFFFFFFFF


def philox(counter, seed):
    x, (k0, k1) = list(counter), (seed & MASK, seed >> 32)
    for _ in range(10):
        p, q = 0xD2511F53 * x[0], 0xCD9E8D57 * x[2]
        x = [(q >> 32) ^ x[1] ^ k0, q & MASK, (p >> 32) ^ x[3] ^ k1, p & MASK]
        k0, k1 = (k0 + 0x9E3779B9) & MASK, (k1 + 0xBB67AE85) & MASK
    return x


def normals(deviation, shape, row, seed):
    """The state tensor at position `row`; the stream of first states has the number 1."""

    def normal(element):
        w = philox([element, row, 0, 1], seed)
        u, v = ((((w[i] << 32 | w[i + 1]) >> 11) + 0.5) * 2.0**-53 for i in (0, 2))
        return deviation * np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)

    return np.array([normal(i) for i in range(int(np.prod(shape)))]).reshape(shape)


# --- Data ---


def standardized(table):
    return (table - table.mean(axis=0)) / table.std(axis=0)


def with_ones(x):
    return np.hstack([x, np.ones((len(x), 1))])


def weights_without(deleted, count):
    weights = np.ones(count)
    weights[deleted] = 0
    return weights


FRUIT = np.array([
    [1.0, 2.0], [2.0, 1.5], [0.5, 3.0], [3.0, 0.5], [1.5, 2.5], [2.5, 1.0], [0.8, 2.2], [2.2, 2.8],
])
RIPE = np.array([0, 0, 1, 0, 1, 1, 1, 0])  # no, yes
KIND = np.array([0, 1, 2, 1, 2, 0, 2, 1])  # apple, pear, plum
PRICE = np.array([1.5, 2.0, 2.9, 0.7, 2.4, 1.1, 2.6, 3.1])


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


# --- Optimisers ---


def adam(p, g, s, t, rate, epsilon=0.01):
    s["m"] = 0.9 * s.get("m", 0) + 0.1 * g
    s["v"] = 0.99 * s.get("v", 0) + 0.01 * g * g
    corrected = s["v"] / (1 - 0.99 ** (t + 1))
    return p - rate * s["m"] / (1 - 0.9 ** (t + 1)) / np.sqrt(corrected + epsilon)


def momentum(p, g, s, t, rate):
    s["v"] = 0.9 * s.get("v", 0) + g
    return p - rate * s["v"]


def batches(count, size, epochs):
    return [list(range(i, min(i + size, count))) for i in range(0, count, size)] * epochs


# --- Learners ---


def binary_optimum(x, y, weights, l2):
    x = with_ones(x)
    ridge = np.array([l2] * (x.shape[1] - 1) + [0])
    theta = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-(x @ theta)))
        gradient = x.T @ (weights * (p - y)) / len(y) + ridge * theta
        hessian = (x.T * (weights * p * (1 - p))) @ x / len(y) + np.diag(ridge)
        theta = theta - np.linalg.solve(hessian, gradient)
    assert np.abs(gradient).max() < 1e-15
    return theta


def multinomial_gradient(theta, x, y, weights, l2):
    p = softmax(x @ theta.T)
    ridge = np.array([l2] * (x.shape[1] - 1) + [0])
    return ((p - y) * weights[:, None]).T @ x / len(y) + ridge * theta


def multinomial_optimum(x, classes, weights, l2):
    """By gradient descent, which like Newton's method adds nothing equal to the biases of all classes."""
    x, y = with_ones(x), np.eye(classes.max() + 1)[classes]
    theta = np.zeros((y.shape[1], x.shape[1]))
    for _ in range(20000):
        gradient = multinomial_gradient(theta, x, y, weights, l2)
        theta = theta - 0.5 * gradient
    assert np.abs(gradient).max() < 1e-15
    return theta


def multinomial_adam(x, classes, weights, l2, rate):
    x, y = with_ones(x), np.eye(classes.max() + 1)[classes]
    theta, state = np.zeros((y.shape[1], x.shape[1])), {}
    for t, batch in enumerate(batches(len(x), 3, 2)):
        gradient = multinomial_gradient(theta, x[batch], y[batch], weights[batch], l2)
        theta = adam(theta, gradient, state, t, rate)
    return theta


def perceptron(x, y, hidden, function, derivative, loss_gradient, update, rate, weights, seed):
    """One hidden layer, batches of 4 in file order, 2 epochs; the rate falls to 0 along a line."""
    w0 = normals(np.sqrt(2 / x.shape[1]), (hidden, x.shape[1]), 0, seed)
    w1 = normals(np.sqrt(2 / hidden), (y.shape[1], hidden), 2, seed)
    parameters = [w0, np.zeros(hidden), w1, np.zeros(y.shape[1])]
    states = [{} for _ in parameters]
    order = batches(len(x), 4, 2)
    for t, batch in enumerate(order):
        w0, b0, w1, b1 = parameters
        sums = x[batch] @ w0.T + b0
        outputs = function(sums) @ w1.T + b1
        back = loss_gradient(outputs, y[batch]) * weights[batch][:, None] / len(batch)
        below = back @ w1 * derivative(sums)
        gradients = [below.T @ x[batch], below.sum(axis=0), back.T @ function(sums), back.sum(axis=0)]
        eta = rate * (1 - t / len(order))
        parameters = [update(p, g, s, t, eta) for p, g, s in zip(parameters, gradients, states)]
    return parameters


def factors(rows, columns, values, weights, rank, l2, sweeps, seed):
    mean = values.mean()
    u, v = np.zeros((rows.max() + 1, rank)), normals(0.5, (columns.max() + 1, rank), 1, seed)

    def solved(own, other, held):
        result = []
        for label in range(own.max() + 1):
            is_there = (own == label) & (weights > 0)
            a = held[other[is_there]]
            right = a.T @ (values[is_there] - mean)
            result.append(np.linalg.solve(a.T @ a + l2 * np.eye(rank), right))
        return np.array(result)

    for _ in range(sweeps):
        u = solved(rows, columns, v)
        v = solved(columns, rows, u)
    return u, v, mean


def ridge(x, y, weights, l2, has_intercept):
    x = with_ones(x) if has_intercept else x
    penalty = np.diag([l2] * FRUIT.shape[1] + [0] * has_intercept)
    return np.linalg.solve((x.T * weights) @ x + penalty, x.T @ (weights * y))


# --- The cases ---


def show(name, value):
    print(f"{name}: {[float(x) for x in np.ravel(value)]}")


def logistic_regression():
    theta = binary_optimum(standardized(FRUIT), RIPE, weights_without([2], 8), 0.1)
    show("newton, weights", theta[:-1])
    show("newton, bias", theta[-1])
    theta = multinomial_adam(standardized(FRUIT), KIND, weights_without([1], 8), 0.05, 0.1)
    show("adam, weights", theta[:, :-1])
    show("adam, bias", theta[:, -1])


def mlp():
    names = ["layer0.weights", "layer0.bias", "layer1.weights", "layer1.bias"]
    parameters = perceptron(
        standardized(FRUIT), np.eye(3)[KIND], 3, np.tanh, lambda z: 1 - np.tanh(z) ** 2,
        lambda z, y: softmax(z) - y, adam, 0.1, weights_without([3], 8), 5,
    )
    for name, value in zip(names, parameters):
        show(f"classification, {name}", value)
    w0, b0, w1, b1 = parameters = perceptron(
        standardized(FRUIT), standardized(PRICE[:, None]), 2, lambda z: np.log1p(np.exp(z)),
        lambda z: 1 / (1 + np.exp(-z)), lambda z, y: 2 * (z - y), momentum, 0.05,
        weights_without([6], 8), 2,
    )
    for name, value in zip(names, parameters):
        show(f"regression, {name}", value)
    hidden = np.log1p(np.exp(w0 @ standardized(FRUIT)[6] + b0))
    show("regression, prediction for row 6", (w1 @ hidden + b1) * PRICE.std() + PRICE.mean())


def matrix_factorization():
    rows = np.array([0, 0, 1, 1, 2, 2, 3, 3])
    columns = np.array([0, 1, 0, 2, 1, 2, 0, 2])
    values = np.array([5.0, 3.0, 4.0, 1.0, 2.0, 5.0, 3.0, 4.0])
    u, v, mean = factors(rows, columns, values, weights_without([4], 8), 2, 0.5, 3, 11)
    show("three sweeps, row-factors", u)
    show("three sweeps, column-factors", v)
    show("three sweeps, prediction for row 4", u[2] @ v[1] + mean)


def ridge_regression():
    theta = ridge(standardized(FRUIT), PRICE, weights_without([1], 8), 0.5, True)
    show("standardized, weights", theta[:-1])
    show("standardized, intercept", theta[-1])
    show("standardized, prediction for row 1", standardized(FRUIT)[1] @ theta[:-1] + theta[-1])
    show("through-zero, weights", ridge(FRUIT, PRICE, weights_without([0, 7], 8), 2, False))


def measurements():
    x = standardized(FRUIT)
    base, left = (
        multinomial_optimum(x, KIND, weights_without(deleted, 8), 0.05) for deleted in ([], [5])
    )
    before, z = with_ones(x)[5] @ base.T, with_ones(x)[5] @ left.T
    p, target = softmax(z), KIND[5]
    others = np.delete(z, target)
    show("loss", -np.log(p[target]))
    show("log-probability", np.log(p[target]))
    show("logit", z[target])
    show("probability", p[target])
    # The largest of the others is that of the undeleted model.
    show("margin", z[target] - others[np.argmax(np.delete(before, target))])
    show("entropy", -(p * np.log(p)).sum())
    show("parameter-norm", np.sqrt((left**2).sum()))
    show("soft-accuracy", softmax(4 * z)[target])
    show("log-odds", np.log(p[target] / (1 - p[target])))
    show("probabilities", p)
    show("kl-divergence", (softmax(before) * np.log(softmax(before) / p)).sum())
    theta = ridge(FRUIT, PRICE, weights_without([5], 8), 1, True)
    prediction = FRUIT[5] @ theta[:-1] + theta[-1]
    show("prediction", prediction)
    show("squared-error", (prediction - PRICE[5]) ** 2)


for part in [logistic_regression, mlp, matrix_factorization, ridge_regression, measurements]:
    print(f"# {part.__name__}")
    part()
