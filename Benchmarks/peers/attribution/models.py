"""The learners of Lacuna in PyTorch: the same parameters, data, order and optimiser, in float64.

A run is checked against Lacuna's own numbers before anything is attributed (`check` in `attribution.py`).
"""

import csv
import math

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

torch.set_default_dtype(torch.float64)


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key = nn.Linear(width, width, bias=False), nn.Linear(width, width, bias=False)
        self.value, self.output = nn.Linear(width, width, bias=False), nn.Linear(width, width, bias=False)

    def forward(self, x):
        batch, length, width = x.shape

        def split(y):
            return y.view(batch, length, self.heads, width // self.heads).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        scores = query @ key.transpose(-1, -2) / math.sqrt(width // self.heads)
        mask = torch.ones(length, length, dtype=torch.bool, device=x.device).triu(1)
        weights = scores.masked_fill(mask, float("-inf")).softmax(-1)
        return self.output((weights @ value).transpose(1, 2).reshape(batch, length, width))


def normalized(x):
    return x * (x.square().mean(-1, keepdim=True) + 1e-5).rsqrt()


class Microgpt(nn.Module):
    """The logits of each position of padded names."""

    def __init__(self, width=16, heads=4, block=16, vocabulary=27):
        super().__init__()
        self.token, self.position = nn.Embedding(vocabulary, width), nn.Embedding(block, width)
        self.attention = Attention(width, heads)
        self.up, self.down = nn.Linear(width, 4 * width, bias=False), nn.Linear(4 * width, width, bias=False)
        self.head = nn.Linear(width, vocabulary, bias=False)

    def forward(self, tokens):
        positions = torch.arange(tokens.shape[1], device=tokens.device)
        x = normalized(self.token(tokens) + self.position(positions))
        x = x + self.attention(normalized(x))
        x = x + self.down(functional.gelu(self.up(normalized(x))))
        return self.head(x)


def token_losses(logits, targets):
    """The mean loss over the positions of each name; targets of -1 are padding."""
    losses = functional.cross_entropy(
        logits.transpose(1, 2), targets.clamp(min=0), reduction="none"
    )
    mask = (targets >= 0).to(losses.dtype)
    return (losses * mask).sum(1) / mask.sum(1)


class Names:
    """microgpt on names: 1000 steps of Adam, a name each, as `Tests/Golden/README.md` says."""

    names = {
        "token.weight": "wte", "position.weight": "wpe", "head.weight": "lm_head",
        "attention.query.weight": "layer0.attn_wq", "attention.key.weight": "layer0.attn_wk",
        "attention.value.weight": "layer0.attn_wv", "attention.output.weight": "layer0.attn_wo",
        "up.weight": "layer0.mlp_fc1", "down.weight": "layer0.mlp_fc2",
    }
    losses = staticmethod(token_losses)

    def __init__(self, data, initial, examples=1000, block=16):
        with open(data) as file:
            lines = file.read().split("\n")[:examples]
        self.block = block
        self.initial = load_file(initial)
        self.inputs, self.targets = self.encode(lines)

    def encode(self, lines):
        inputs = torch.zeros(len(lines), self.block, dtype=torch.long)
        targets = torch.full((len(lines), self.block), -1, dtype=torch.long)
        for row, line in enumerate(lines):
            tokens = [26] + [ord(letter) - ord("a") for letter in line] + [26]
            length = min(self.block, len(tokens) - 1)
            inputs[row, :length] = torch.tensor(tokens[:length])
            targets[row, :length] = torch.tensor(tokens[1:length + 1])
        return inputs, targets

    def query(self, text):
        return self.encode([text])

    def model(self):
        model = Microgpt(block=self.block)
        model.load_state_dict({name: self.initial[key] for name, key in self.names.items()})
        return model

    def train(self, weights, checkpoints=()):
        """The trained model, and the parameters after some steps with the learning rate of each."""
        model, kept = self.model(), []
        parameters = list(model.parameters())
        first = [torch.zeros_like(p) for p in parameters]
        second = [torch.zeros_like(p) for p in parameters]
        steps = len(self.inputs)
        for step in range(steps):
            length = int((self.targets[step] >= 0).sum())
            loss = self.losses(
                model(self.inputs[step:step + 1, :length]), self.targets[step:step + 1, :length]
            )[0] * weights[step]
            gradients = torch.autograd.grad(loss, parameters)
            rate = 0.01 * (1 - step / steps)
            with torch.no_grad():
                for p, g, m, v in zip(parameters, gradients, first, second):
                    m.mul_(0.85).add_(g, alpha=0.15)
                    v.mul_(0.99).addcmul_(g, g, value=0.01)
                    corrected = (v / (1 - 0.99 ** (step + 1)) + 1e-3).sqrt()
                    p.sub_(rate * (m / (1 - 0.85 ** (step + 1))) / corrected)
            if step + 1 in checkpoints:
                kept.append(({k: v.clone() for k, v in model.state_dict().items()}, rate))
        return model, kept


class Logistic(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.linear = nn.Linear(features, 1)

    def forward(self, x):
        return self.linear(x)


def binary_losses(logits, targets):
    return functional.binary_cross_entropy_with_logits(
        logits.squeeze(-1), targets, reduction="none"
    )


class Table:
    """Binary logistic regression at its optimum: all columns standardised, l2 0.01 without the bias."""

    losses = staticmethod(binary_losses)
    penalty = 0.01

    def __init__(self, data, label):
        with open(data) as file:
            rows = list(csv.DictReader(file))
        classes = sorted({row[label] for row in rows})
        x = np.array([[float(v) for k, v in row.items() if k != label] for row in rows])
        x = (x - x.mean(0)) / x.std(0)
        self.inputs = torch.tensor(x)
        self.targets = torch.tensor([float(classes.index(row[label])) for row in rows])

    def query(self, text):
        row = int(text.removeprefix("row:"))
        return self.inputs[row:row + 1], self.targets[row:row + 1]

    def objective(self, model, weights):
        losses = self.losses(model(self.inputs), self.targets) * weights
        return losses.mean() + self.penalty / 2 * model.linear.weight.square().sum()

    def train(self, weights, checkpoints=()):
        """The optimum by Newton's method; checkpoints are those of gradient descent towards it."""
        model = Logistic(self.inputs.shape[1])
        for p in model.parameters():
            nn.init.zeros_(p)
        kept = []
        for step in range(max(checkpoints, default=0)):
            gradients = torch.autograd.grad(self.objective(model, weights), list(model.parameters()))
            with torch.no_grad():
                for p, g in zip(model.parameters(), gradients):
                    p.sub_(0.1 * g)
            if step + 1 in checkpoints:
                kept.append(({k: v.clone() for k, v in model.state_dict().items()}, 0.1))
        for p in model.parameters():
            nn.init.zeros_(p)
        x = torch.cat([self.inputs, torch.ones(len(self.inputs), 1)], 1)
        ridge = torch.diag(torch.tensor([self.penalty] * self.inputs.shape[1] + [0.0]))
        for _ in range(15):
            with torch.no_grad():
                theta = torch.cat([model.linear.weight[0], model.linear.bias])
                p = torch.sigmoid(x @ theta)
                gradient = x.T @ (weights * (p - self.targets)) / len(x) + ridge @ theta
                hessian = (x.T * (weights * p * (1 - p))) @ x / len(x) + ridge
                theta = theta - torch.linalg.solve(hessian, gradient)
                model.linear.weight[0].copy_(theta[:-1])
                model.linear.bias.copy_(theta[-1:])
        return model, kept
