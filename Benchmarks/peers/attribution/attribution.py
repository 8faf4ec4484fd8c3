"""Established attribution packages on the deletion sets and truths of `lacuna evaluate --points`.

Usage: python attribution.py LEARNER REPORT LOO OUTPUT [--data FILE] [--initial FILE]

LEARNER is `microgpt` or `logistic-regression`; REPORT the JSON of `lacuna evaluate … --points --format json`;
LOO such a report of the protocol `loo` over all units, whose truths are the baseline of adding up single
deletions. A package scores each training example for each query; the prediction for a deletion set is the sum
over it, with the sign that its documentation gives. Scales are not defined by most packages, so that
correlations alone are compared.
"""

import argparse
import json
import logging
import sys
import tempfile
import time
import warnings

import numpy as np
import torch
from scipy.stats import pearsonr, spearmanr
from torch.utils.data import DataLoader, TensorDataset

import models

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)


def loader(tensors, size=None):
    return DataLoader(TensorDataset(*tensors), batch_size=size or len(tensors[0]), shuffle=False)


def functional_loss(model, losses):
    """dattri's form: a loss of named parameters and one example or a batch."""

    def loss(parameters, data):
        inputs, targets = data
        if inputs.dim() == 1:  # One example of a batch that vmap has taken apart.
            inputs, targets = inputs[None], targets[None]
        logits = torch.func.functional_call(model, parameters, (inputs,))
        return losses(logits, targets).mean()

    return loss


def dattri_tracin(problem, model, checkpoints, queries):
    """TracIn: Σ over checkpoints of rate · ⟨gradient of the example, gradient of the query⟩."""
    from dattri.algorithm.tracin import TracInAttributor
    from dattri.task import AttributionTask

    task = AttributionTask(
        loss_func=functional_loss(model, problem.losses), model=model,
        checkpoints=[state for state, _ in checkpoints],
    )
    attributor = TracInAttributor(
        task=task, weight_list=torch.tensor([rate for _, rate in checkpoints]), normalized_grad=False
    )
    attributor.projector_kwargs = None
    return attributor.attribute(
        loader((problem.inputs, problem.targets), 250), loader(queries)
    ).detach().numpy()


def dattri_influence(problem, model, checkpoints, queries, damping):
    """Influence functions, the Hessian inverted by conjugate gradients."""
    from dattri.algorithm.influence_function import IFAttributorCG
    from dattri.task import AttributionTask

    task = AttributionTask(
        loss_func=functional_loss(model, problem.losses), model=model,
        checkpoints=model.state_dict(),
    )
    attributor = IFAttributorCG(task=task, max_iter=50, regularization=damping)
    attributor.cache(loader((problem.inputs, problem.targets)))
    return attributor.attribute(
        loader((problem.inputs, problem.targets), 250), loader(queries)
    ).detach().numpy()


def dattri_trak(problem, model, checkpoints, queries, dimension):
    """TRAK of one model: the query's loss as the target, the example's loss for its features."""
    from dattri.algorithm.trak import TRAKAttributor
    from dattri.task import AttributionTask

    def probability(parameters, data):
        inputs, targets = data
        if inputs.dim() == 1:
            inputs, targets = inputs[None], targets[None]
        logits = torch.func.functional_call(model, parameters, (inputs,))
        return torch.exp(-problem.losses(logits, targets).mean())

    def odds(parameters, data):
        loss = functional_loss(model, problem.losses)(parameters, data)
        return loss + torch.log(1 - torch.exp(-loss))

    task = AttributionTask(
        loss_func=odds, model=model, checkpoints=model.state_dict(),
        target_func=functional_loss(model, problem.losses),
    )
    attributor = TRAKAttributor(
        task=task, correct_probability_func=probability,
        projector_kwargs={"proj_dim": dimension, "proj_max_batch_size": 32, "proj_seed": 0, "device": "cpu"},
        regularization=1e-3,
    )
    attributor.cache(loader((problem.inputs, problem.targets), 250))
    return attributor.attribute(loader(queries)).detach().numpy()


def kronfluence_ekfac(problem, model, checkpoints, queries, damping):
    """EK-FAC influence; of the parameters, those of linear layers alone."""
    from kronfluence.analyzer import Analyzer, prepare_model
    from kronfluence.arguments import FactorArguments, ScoreArguments
    from kronfluence.task import Task

    class Loss(Task):
        def compute_train_loss(self, batch, model, sample=False):
            inputs, targets = batch
            logits = model(inputs)
            if sample:
                with torch.no_grad():
                    if logits.shape[-1] == 1:
                        drawn = torch.bernoulli(torch.sigmoid(logits.squeeze(-1)))
                    else:
                        flat = torch.multinomial(logits.softmax(-1).flatten(0, -2), 1)
                        drawn = torch.where(targets < 0, -1, flat.view(targets.shape))
                targets = drawn
            return problem.losses(logits, targets).sum()

        def compute_measurement(self, batch, model):
            inputs, targets = batch
            return problem.losses(model(inputs), targets).sum()

    task = Loss()
    model = prepare_model(model, task)
    with tempfile.TemporaryDirectory() as folder:
        analyzer = Analyzer(
            analysis_name="peers", model=model, task=task, cpu=True, output_dir=folder,
            disable_tqdm=True, disable_model_save=True,
        )
        train, test = TensorDataset(problem.inputs, problem.targets), TensorDataset(*queries)
        analyzer.fit_all_factors(
            factors_name="ekfac", dataset=train, per_device_batch_size=100,
            factor_args=FactorArguments(
                strategy="ekfac", activation_covariance_dtype=torch.float64,
                gradient_covariance_dtype=torch.float64, lambda_dtype=torch.float64,
                per_sample_gradient_dtype=torch.float64,
            ),
        )
        analyzer.compute_pairwise_scores(
            scores_name="scores", factors_name="ekfac", query_dataset=test, train_dataset=train,
            per_device_query_batch_size=len(test), per_device_train_batch_size=100,
            score_args=ScoreArguments(
                damping_factor=damping, score_dtype=torch.float64,
                per_sample_gradient_dtype=torch.float64, precondition_dtype=torch.float64,
            ),
        )
        scores = analyzer.load_pairwise_scores("scores")["all_modules"]
    return scores.T.numpy()


def captum_naive(problem, model, checkpoints, queries, damping):
    """Influence functions with the exact Hessian, of models small enough for it."""
    from captum.influence import NaiveInfluenceFunction

    class Sum(torch.nn.Module):
        reduction = "sum"

        def forward(self, logits, targets):
            return problem.losses(logits, targets).sum()

    with tempfile.NamedTemporaryFile() as file:
        torch.save(model.state_dict(), file.name)
        influence = NaiveInfluenceFunction(
            model=model, train_dataset=TensorDataset(problem.inputs, problem.targets),
            checkpoint=file.name, loss_fn=Sum(), batch_size=250, show_progress=False,
            sample_wise_grads_per_batch=True,
            # Its Hessian is of the sum of the losses.
            hessian_reg=damping * len(problem.inputs),
        )
        scores = influence.influence((queries[0], queries[1]))
    return scores.T.detach().numpy()


def captum_tracin(problem, model, checkpoints, queries):
    """TracInCP: the same sum over checkpoints as dattri's, by per-layer gradients."""
    from captum.influence import TracInCP

    class Each(torch.nn.Module):
        reduction = "none"

        def forward(self, logits, targets):
            return problem.losses(logits, targets)

    def load(model, checkpoint):
        state, rate = checkpoints[int(checkpoint)]
        model.load_state_dict(state)
        return rate

    influence = TracInCP(
        model=model, train_dataset=TensorDataset(problem.inputs, problem.targets),
        checkpoints=[str(index) for index in range(len(checkpoints))], checkpoints_load_func=load,
        loss_fn=Each(), batch_size=250, sample_wise_grads_per_batch=False,
    )
    return influence.influence((queries[0], queries[1])).T.detach().numpy()


def check(problem, report):
    """Makes sure that PyTorch trains the same models as Lacuna: bases, and the truths of a few sets."""
    count, largest = len(problem.inputs), 0.0

    def losses(model):
        with torch.no_grad():
            return [
                problem.losses(model(*q[:1]), q[1]).item()
                for q in (problem.query(entry["query"]) for entry in report["queries"])
            ]

    base = losses(problem.train(torch.ones(count))[0])
    for found, entry in zip(base, report["queries"]):
        largest = max(largest, abs(found - entry["value"]))
    for protocol in report["protocols"]:
        rows = rows_of(protocol)
        for number in (0, 1):
            weights = torch.ones(count)
            weights[rows[0]["points"][number]["deleted"]] = 0
            found = losses(problem.train(weights)[0])
            for value, start, row in zip(found, base, rows):
                largest = max(largest, abs(value - start - row["points"][number]["truth"]))
    if not largest < 1e-9:
        sys.exit(f"PyTorch and Lacuna differ by {largest}: they do not train the same models")
    return largest


def rows_of(protocol):
    """For each query a row with its points, all of the same sets."""
    first = protocol["rows"][0]["predictor"]
    return [
        row for row in protocol["rows"]
        if row["predictor"] == first and row["sizes"] is None and row["query"] is not None
    ]


def correlations(report, predict):
    """For each protocol, the mean over queries of both correlations of predicted and true change."""
    found = {}
    for protocol in report["protocols"]:
        values = []
        for number, row in enumerate(rows_of(protocol)):
            truth = [point["truth"] for point in row["points"]]
            predicted = [predict(point["deleted"], number) for point in row["points"]]
            values.append((spearmanr(predicted, truth)[0], pearsonr(predicted, truth)[0]))
        found[protocol["protocol"]] = dict(
            zip(("spearman", "pearson"), np.mean(values, axis=0).tolist())
        )
    return found


def main():
    parser = argparse.ArgumentParser()
    for name in ("learner", "report", "loo", "output"):
        parser.add_argument(name)
    parser.add_argument("--data", required=True)
    parser.add_argument("--initial")
    parser.add_argument("--label", default="diagnosis")
    arguments = parser.parse_args()
    torch.manual_seed(0)
    with open(arguments.report) as file:
        report = json.load(file)
    with open(arguments.loo) as file:
        loo = json.load(file)
    is_names = arguments.learner == "microgpt"
    if is_names:
        problem = models.Names(arguments.data, arguments.initial)
        steps = tuple(range(100, 1001, 100))
    else:
        problem = models.Table(arguments.data, arguments.label)
        steps = (10, 20, 50, 100, 200, 500)
    difference = check(problem, report)
    model, checkpoints = problem.train(torch.ones(len(problem.inputs)), steps)
    queries = [problem.query(entry["query"]) for entry in report["queries"]]
    queries = tuple(torch.cat(parts) for parts in zip(*queries))

    methods = [
        ("dattri 0.3.0, TracIn", dattri_tracin, {}),
        ("dattri 0.3.0, TRAK of one model", dattri_trak, {"dimension": 512 if is_names else 16}),
        ("kronfluence 1.0.1, EK-FAC", kronfluence_ekfac, {"damping": 1e-8 if is_names else 0.01}),
    ]
    if not is_names:
        # Of microgpt, conjugate gradients take longer than the run as a whole, and captum's gradients of
        # single examples longer than dattri's of the same method.
        methods += [
            ("dattri 0.3.0, influence functions by CG", dattri_influence, {"damping": 0.01}),
            ("captum 0.9.0, exact influence functions", captum_naive, {"damping": 0.01}),
            ("captum 0.9.0, TracInCP", captum_tracin, {}),
        ]

    singles = {}
    for number, row in enumerate(rows_of(loo["protocols"][0])):
        for point in row["points"]:
            singles[point["deleted"][0], number] = point["truth"]
    results = {
        "sum of true single deletions": correlations(
            report, lambda deleted, query: sum(singles[unit, query] for unit in deleted)
        )
    }
    failures, seconds = {}, {}
    for name, method, options in methods:
        fresh, _ = problem.train(torch.ones(len(problem.inputs)))
        start = time.process_time()
        try:
            scores = method(problem, fresh, checkpoints, queries, **options)
        except Exception as error:  # What does not fit is part of the result.
            failures[name] = f"{type(error).__name__}: {error}"[:300]
            continue
        seconds[name] = time.process_time() - start
        assert scores.shape == (len(problem.inputs), len(queries[0])), (name, scores.shape)
        # A positive score means that the example lowers the loss: without it the loss rises.
        results[name] = correlations(
            report, lambda deleted, query: float(scores[deleted, query].sum())
        )
    with open(arguments.output, "w") as file:
        json.dump(
            {
                "learner": arguments.learner,
                "torchDiffersFromLacunaBy": difference,
                "correlations": results,
                "seconds": seconds,
                "failures": failures,
            },
            file, indent=2,
        )
    print(json.dumps({"check": difference, "results": results, "failures": failures}, indent=1))


if __name__ == "__main__":
    main()
