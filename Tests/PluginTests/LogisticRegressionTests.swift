import LacunaProtocols
import LacunaSketching
import Testing

/// Logistic regression against numpy and against what it must be.
struct LogisticRegressionTests {
  static let label = "label=diagnosis"

  @Test func newtonFindsTheOptimum() throws {
    let golden = try SupervisedGolden.load().binary
    let model = try Experiment(
      "logistic-regression",
      [Self.label, "l2=\(golden.l2)"],
      on: .example("breast-cancer.csv")
    ).trained()[0]
    #expect(try #require(model["weights"]).distance(to: golden.weights) < 1e-11)
    #expect(try #require(model["bias"]).distance(to: [golden.bias]) < 1e-11)
  }

  @Test func everyOptimizerTakesTheStepsOfNumpy() throws {
    let golden = try SupervisedGolden.load().binary
    let data = try Dataset.example("breast-cancer.csv")
    for (name, expected) in golden.trained {
      let model = try Experiment(
        "logistic-regression",
        [
          Self.label, "l2=\(golden.l2)", "optimizer=\(name)", "batch=64", "order=file",
          "learning-rate=0.2", "epochs=3", "epsilon=0.001",
        ],
        on: data
      ).trained()[0]
      let found = try #require(model["weights"]) + #require(model["bias"])
      #expect(found.distance(to: expected) < 1e-12, "\(name)")
    }
  }

  @Test func leavingOutIsRefittingExactly() throws {
    let golden = try SupervisedGolden.load().binary
    let experiment = try Experiment(
      "logistic-regression",
      [Self.label, "l2=\(golden.l2)"],
      on: .example("breast-cancer.csv")
    )
    let models = try golden.deletions.map { try experiment.trained(without: $0) }
    for (index, query) in golden.queries.enumerated() {
      let record = experiment.problem.dataset.records[query]
      // The log-odds of the second class, malignant.
      let sign = record["diagnosis"] == "malignant" ? 1.0 : -1.0
      let found = try experiment.measure("log-odds", record, on: models).map { sign * $0[0] }
      #expect(found.distance(to: golden.retrains.map { $0[index] }) < 1e-10)
    }
  }

  @Test func jetsOfNewtonsMethodAreTheTaylorSeriesOfTheOptimum() throws {
    let golden = try SupervisedGolden.load().binary
    let experiment = try Experiment(
      "logistic-regression",
      [Self.label, "l2=\(golden.l2)"],
      on: .example("breast-cancer.csv")
    )
    for (query, expected) in zip(golden.queries, golden.series) {
      let record = experiment.problem.dataset.records[query]
      let sign = record["diagnosis"] == "malignant" ? 1.0 : -1.0
      let found = try experiment.series(
        "log-odds",
        record,
        deleting: golden.deletions[1],
        degree: 4
      )
      #expect(found.map { sign * $0 }.distance(to: expected) < 1e-9)
    }
  }

  @Test func weightZeroIsTheDataWithoutItAndAnotherScale() throws {
    // (1/n) Σ over n − 1 examples + λ/2 ‖w‖² is (n − 1)/n times the loss of those with λ n/(n − 1).
    let (columns, rows) = TestTable.classes(count: 12, classes: 3, seed: 5)
    let scale = 11.0 / 12
    for (optimizer, rate) in [("newton", 1.0), ("gradient-descent", 0.3)] {
      func experiment(
        _ rows: [[String]],
        l2: Double,
        rate: Double
      ) throws -> Experiment {
        try Experiment(
          "logistic-regression",
          [
            "optimizer=\(optimizer)", "standardize=false", "epochs=8", "learning-rate=\(rate)",
            "l2=\(l2)",
          ],
          on: .table(columns, rows)
        )
      }
      let inPlace = try experiment(rows, l2: 0.1, rate: rate).trained(without: [7])
      var fewer = rows
      fewer.remove(at: 7)
      let dropped = try experiment(fewer, l2: 0.1 / scale, rate: rate * scale).trained()[0]
      for (name, values) in dropped {
        #expect(try #require(inPlace[name]).distance(to: values) < 1e-13, "\(optimizer), \(name)")
      }
    }
  }

  @Test(arguments: ["newton", "sgd", "momentum", "adam"])
  func theFirstCoefficientIsTheSlopeOfRetraining(optimizer: String) throws {
    let (columns, rows) = TestTable.classes(count: 20, classes: 3, seed: 6)
    let experiment = try Experiment(
      "logistic-regression",
      ["optimizer=\(optimizer)", "epochs=3", "batch=6", "learning-rate=0.2"],
      on: .table(columns, rows)
    )
    let record = experiment.problem.dataset.records[2]
    let deleted = [2, 5, 11]
    let series = try experiment.series("loss", record, deleting: deleted, degree: 2)
    let step = 1e-4
    let values = try [-step, 0, step].map {
      try experiment.trained(without: deleted, downweight: $0)
    }
    let losses = try experiment.measure("loss", record, on: values).map { $0[0] }
    #expect(abs(series[0] - losses[1]) < 1e-13)
    let slope = (losses[2] - losses[0]) / (2 * step)
    #expect(abs(series[1] - slope) < 1e-6 * max(1, abs(slope)))
    let curvature = (losses[2] - 2 * losses[1] + losses[0]) / (2 * step * step)
    #expect(abs(series[2] - curvature) < 1e-5 * max(1, abs(curvature)))
  }
}
