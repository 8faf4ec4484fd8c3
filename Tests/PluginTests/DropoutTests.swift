import LacunaExecution
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Testing

/// The units that dropout leaves out, as the steps of training show them.
struct DropoutTests {
  static let units = 48
  static let examples = 6
  static let rate = 0.3

  /// A regression on equal rows: one hidden layer of equal units, of which plain gradient descent changes the
  /// output weights of those that are kept.
  private func experiment(_ settings: [String], steps: Int) throws -> Experiment {
    let initial = [
      try TensorData(name: "layer0.weights", shape: [Self.units, 1], Self.constant(0)),
      try TensorData(name: "layer0.bias", shape: [Self.units], Self.constant(1)),
      try TensorData(name: "layer1.weights", shape: [1, Self.units], Self.constant(0)),
      try TensorData(name: "layer1.bias", shape: [1], [0.0]),
    ]
    return try Experiment(
      "mlp",
      [
        "task=regression", "standardize=false", "hidden=\(Self.units)", "activation=relu",
        "optimizer=sgd", "learning-rate=1e-9", "decay=constant", "batch=\(Self.examples)",
        "order=file",
      ] + settings,
      on: .table(["x", "label"], [[String]](repeating: ["0", "1"], count: Self.examples)),
      from: .given(initial, source: "test"),
      steps: steps
    )
  }

  private static func constant(_ value: Double) -> [Double] {
    [Double](repeating: value, count: units)
  }

  /// For each unit, what steps with these weights change of its output weight: 2 · rate · mask / B.
  private func changes(
    _ settings: [String],
    steps: Int,
    weights: [Double]
  ) throws -> [Double] {
    let model = try experiment(settings, steps: steps).trained([weights])[0]
    return try #require(model["layer1.weights"]).map {
      $0 * Double(Self.examples) / 2e-9
    }
  }

  /// Whether a unit is kept, for each example, in the first step.
  private func mask(_ settings: [String]) throws -> [[Double]] {
    try (0..<Self.examples).map { example in
      let weights = (0..<Self.examples).map { $0 == example ? 1.0 : 0 }
      return try changes(settings, steps: 1, weights: weights)
    }
  }

  @Test func keptUnitsAreScaledAndOthersAreZero() throws {
    let mask = try mask(["dropout=\(Self.rate)"])
    // 1 − 0.3 on a grid of odd 1024ths.
    let scale = 1024.0 / 717
    for value in mask.joined() {
      #expect(min(abs(value), abs(value - scale)) < 1e-6, "\(value)")
    }
    let kept = mask.joined().filter { $0 > 0.5 }.count
    let count = Double(Self.units * Self.examples)
    let deviation = (count * Self.rate * (1 - Self.rate)).squareRoot()
    #expect(abs(Double(kept) - (1 - Self.rate) * count) < 4 * deviation)
    #expect(Set(mask).count == Self.examples, "each example has a mask of its own")
  }

  @Test func withoutDropoutNothingIsLeftOut() throws {
    #expect(try mask([]).joined().allSatisfy { abs($0 - 1) < 1e-6 })
    let problem = try experiment([], steps: 1).problem
    #expect(problem.schedule.scalarNames == ["sgd.rate"])
    #expect(!problem.programs[0].text.contains("= cos"))
  }

  @Test func theMaskDependsOnTheSeedAndTheStepAlone() throws {
    let one = try mask(["dropout=0.5"])
    #expect(try mask(["dropout=0.5"]) == one)
    #expect(try mask(["dropout=0.5", "dropout-seed=1"]) != one)
    // What a retrain changes is the weights alone: each mask is the sum's part of its example.
    let everything = [Double](repeating: 1, count: Self.examples)
    let sum = try changes(["dropout=0.5"], steps: 1, weights: everything)
    let parts = (0..<Self.units).map { unit in one.reduce(0) { $0 + $1[unit] } }
    #expect(sum.distance(to: parts) < 1e-6)
  }

  @Test func masksOfDifferentStepsAreIndependent() throws {
    let weights = (0..<Self.examples).map { $0 == 0 ? 1.0 : 0 }
    let steps = 40
    var before = [Double](repeating: 0, count: Self.units)
    var masks: [[Bool]] = []
    for count in 1...steps {
      let sum = try changes(["dropout=0.5"], steps: count, weights: weights)
      masks.append(zip(sum, before).map { $0 - $1 > 0.5 })
      before = sum
    }
    #expect(Set(masks).count == steps)
    // Kept and left out as by tosses of a coin: each unit, each step, each pair of steps that follow.
    let tosses = Double(Self.units * steps)
    let kept = Double(masks.joined().filter { $0 }.count)
    #expect(abs(kept - 0.5 * tosses) < 4 * 0.5 * tosses.squareRoot())
    let same = zip(masks, masks.dropFirst()).reduce(0) { total, pair in
      total + zip(pair.0, pair.1).filter { $0 == $1 }.count
    }
    let pairs = Double(Self.units * (steps - 1))
    #expect(abs(Double(same) - 0.5 * pairs) < 4 * 0.5 * pairs.squareRoot())
  }

  @Test func bothPrecisionsLeaveOutTheSameUnits() throws {
    let experiment = try experiment(["dropout=0.5"], steps: 12)
    var options = experiment.options
    options.precision = .float32
    let weights = [[Double](repeating: 1, count: Self.examples)]
    let narrow = try Retraining(experiment.problem, options: options)
      .parameters(weightings: weights)[0]
    let wide = try experiment.trained()[0]
    let (a, b) = (
      try #require(narrow["layer1.weights"]), try #require(wide["layer1.weights"])
    )
    // One unit that differs in one example would differ by 2/B of what a step changes.
    #expect(a.distance(to: b) < 0.01 * 2e-9 / Double(Self.examples))
  }

  @Test func jetsSeeTheMasksOfRetraining() throws {
    let (columns, rows) = TestTable.classes(count: 24, classes: 3, seed: 8)
    let experiment = try Experiment(
      "mlp",
      ["hidden=8,6", "dropout=0.4", "batch=5", "epochs=2", "weight-decay=0.01"],
      on: .table(columns, rows)
    )
    let record = experiment.problem.dataset.records[1]
    let deleted = [1, 6, 17]
    let series = try experiment.series("loss", record, deleting: deleted, degree: 3)
    let step = 1e-4
    let models = try [-step, 0, step].map {
      try experiment.trained(without: deleted, downweight: $0)
    }
    let losses = try experiment.measure("loss", record, on: models).map { $0[0] }
    #expect(abs(series[0] - losses[1]) < 1e-13)
    #expect(abs(series[1] - (losses[2] - losses[0]) / (2 * step)) < 1e-6 * max(1, abs(series[1])))
  }
}
