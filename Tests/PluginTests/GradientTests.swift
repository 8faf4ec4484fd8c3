import LacunaExecution
import LacunaProtocols
import LacunaSketching
import LacunaTestSupport
import Testing

/// Gradients through training on shipped learners, against retrains and against jets of the run forward.
@Suite struct GradientTests {
  struct Case: Sendable, CustomStringConvertible {
    let learner: String
    let settings: [String]
    let table: String
    let rows: Int

    var description: String { learner }

    func experiment() throws -> Experiment {
      try Experiment(learner, settings, on: .example(table, rows: rows))
    }
  }

  static let cases = [
    Case(
      learner: "mlp",
      settings: ["label=diagnosis", "hidden=3", "epochs=3"],
      table: "breast-cancer.csv",
      rows: 40
    ),
    Case(
      learner: "logistic-regression",
      settings: ["label=diagnosis", "epochs=20"],
      table: "breast-cancer.csv",
      rows: 50
    ),
  ]

  private func gradient(
    _ experiment: Experiment,
    _ targets: [MeasuredQuery],
    checkpoints: Int = 1 << 28,
    folder: String? = nil,
    threads: Int = 1
  ) throws -> [MeasuredGradient] {
    let pass = try ReversePass(
      experiment.problem,
      options: ExecutionOptions(threads: threads),
      budget: CheckpointBudget(bytes: checkpoints, inFilesOf: folder)
    )
    return try pass.gradients(of: targets)
  }

  /// Central differences in the weight of one example, Richardson's extrapolation of two steps.
  private func difference(
    _ experiment: Experiment,
    _ record: Record,
    unit: Int
  ) throws -> Double {
    let count = experiment.problem.dataset.count
    let step = 0.02
    let models = try experiment.trained(
      [step, -step, step / 2, -step / 2].map {
        Retraining.weights(deleting: [unit], downweight: $0, count: count)
      }
    )
    let values = try experiment.measure("loss", record, on: models).map { $0[0] }
    let (wide, narrow) = ((values[0] - values[1]) / (2 * step), (values[2] - values[3]) / step)
    return (4 * narrow - wide) / 3
  }

  @Test(arguments: cases)
  func `they are central differences of retrains`(case: Case) throws {
    let experiment = try `case`.experiment()
    let records = experiment.problem.dataset.records
    let targets = try [1, 5].map { try experiment.target("loss", records[$0]) }
    let found = try gradient(experiment, targets)
    for (query, gradient) in zip([1, 5], found) {
      let largest = gradient.gradient[0].reduce(0) { max($0, abs($1)) }
      #expect(largest > 0)
      for unit in stride(from: 0, to: records.count, by: Stress.count(11, all: 1) == 11 ? 11 : 1) {
        let expected = try difference(experiment, records[query], unit: unit)
        #expect(
          abs(gradient.gradient[0][unit] - expected) < 1e-6 * largest,
          "unit \(unit): \(gradient.gradient[0][unit]), \(expected)"
        )
      }
    }
  }

  /// r c_r = ψ·G_{r−1}, with c_r from jets of the parameters.
  @Test(arguments: cases)
  func `along a direction they give the coefficients of the curve`(case: Case) throws {
    let experiment = try `case`.experiment()
    let record = experiment.problem.dataset.records[3]
    let target = try experiment.target("loss", record)
    let deleted = [0, 2, 9, 17]
    let curve = try experiment.series("loss", record, deleting: deleted, degree: 4)
    let count = experiment.problem.unitCount
    let line = (0..<count).map { Complex(deleted.contains($0) ? 1 : 0) }
    let sketching = try GradientSketching(
      experiment.problem,
      degree: 4,
      options: ExecutionOptions(),
      budget: CheckpointBudget(bytes: 1 << 28)
    )
    let jet = try sketching.jets(along: [line], of: [target])[0][0][0]
    for r in 2...4 {
      let sum = deleted.reduce(0.0) { $0 + jet.coefficients[r - 2][$1].re }
      #expect(abs(sum - Double(r) * curve[r]) < 1e-9 * abs(curve[r]) * Double(r))
    }
    let first = try gradient(experiment, [target])[0].gradient[0]
    #expect(abs(deleted.reduce(0.0) { $0 + first[$1] } - curve[1]) < 1e-10 * abs(curve[1]))
  }

  @Test func `checkpoints, files, threads and company change no bit`() throws {
    let experiment = try Self.cases[0].experiment()
    let targets = try (0..<18).map {
      try experiment.target("loss", experiment.problem.dataset.records[$0])
    }
    let expected = try gradient(experiment, targets)
    for bytes in [1, 3000, 20_000] {
      #expect(try gradient(experiment, targets, checkpoints: bytes) == expected)
    }
    #expect(try gradient(experiment, targets, folder: "/tmp", threads: 2) == expected)
    #expect(try gradient(experiment, [targets[11]]) == [expected[11]])
    let lines = (0..<10).map { Directions.random(seed: 1).direction($0, units: 40) }
    func jets(_ bytes: Int, threads: Int) throws -> [[[GradientJet]]] {
      try GradientSketching(
        experiment.problem,
        degree: 2,
        options: ExecutionOptions(threads: threads),
        budget: CheckpointBudget(bytes: bytes)
      ).jets(along: lines, of: Array(targets[..<2]))
    }
    let series = try jets(1 << 28, threads: 1)
    #expect(try jets(1, threads: 2) == series)
    #expect(try jets(100_000, threads: 1) == series)
  }

  /// Of several numbers each has its gradient.
  @Test func `a measurement of several numbers has a gradient for each`() throws {
    let experiment = try Self.cases[1].experiment()
    let record = experiment.problem.dataset.records[4]
    let target = try experiment.target("probabilities", record)
    let found = try gradient(experiment, [target])[0]
    #expect(found.gradient.count == 2 && found.base.count == 2)
    // Probabilities add up to one, so that their gradients add up to nothing.
    for (a, b) in zip(found.gradient[0], found.gradient[1]) { #expect(abs(a + b) < 1e-12) }
    #expect(abs(found.base[0] + found.base[1] - 1) < 1e-12)
    #expect(found.gradient[0].contains { abs($0) > 1e-6 })
  }

  @Test func `series of gradients begin with degree 2`() throws {
    let error = message {
      let experiment = try Experiment(
        "mlp",
        ["label=diagnosis"],
        on: .example("breast-cancer.csv", rows: 20)
      )
      _ = try GradientSketching(
        experiment.problem,
        degree: 1,
        options: ExecutionOptions(),
        budget: CheckpointBudget(bytes: 1)
      )
    }
    #expect(error.contains("--degree is 1, expected 2 to 1000 for gradients along directions"))
  }
}
