import Foundation
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Testing

/// Perceptrons against numpy, and against a forward function written out.
struct MLPTests {
  /// The parameters that `supervised.py` begins with.
  private func sines(_ widths: [Int]) throws -> InitialState {
    var tensors: [TensorData] = []
    for (layer, (inputs, outputs)) in zip(widths, widths.dropFirst()).enumerated() {
      func sines(_ shape: [Int], _ offset: Int) -> [Double] {
        (0..<shape.reduce(1, *)).map { 0.4 * sin(Double(offset) + 1.7 * Double($0)) }
      }
      let shape = [outputs, inputs]
      tensors += [
        try TensorData(
          name: "layer\(layer).weights",
          shape: shape,
          sines(shape, layer + 1)
        ),
        try TensorData(
          name: "layer\(layer).bias",
          shape: [outputs],
          sines([outputs], layer + 5)
        ),
      ]
    }
    return .given(tensors, source: "sines")
  }

  private func check(
    _ experiment: Experiment,
    without deleted: [Int],
    _ expected: [[Double]]
  ) throws {
    let model = try experiment.trained(without: deleted)
    #expect(experiment.problem.parameters.count == expected.count)
    for (parameter, values) in zip(experiment.problem.parameters, expected) {
      let found = try #require(model[parameter.name])
      #expect(found.distance(to: values) < 1e-12, "\(parameter.name)")
    }
  }

  @Test func classificationTrainsAsInNumpy() throws {
    let experiment = try Experiment(
      "mlp",
      [
        "label=digit", "hidden=6, 5", "activation=tanh", "batch=16", "epochs=2", "order=file",
        "learning-rate=0.05", "weight-decay=0.1", "epsilon=0.001",
      ],
      on: .example("digits.csv", rows: 40),
      from: sines([64, 6, 5, 10])
    )
    let golden = try SupervisedGolden.load().perceptrons.classification
    try check(experiment, without: [3, 20], golden)
  }

  @Test func regressionTrainsAsInNumpy() throws {
    let experiment = try Experiment(
      "mlp",
      [
        "task=regression", "label=mean_area", "ignore=diagnosis", "hidden=4",
        "activation=softplus", "optimizer=momentum", "batch=16", "epochs=2", "order=file",
        "learning-rate=0.02", "weight-decay=0.01",
      ],
      on: .example("breast-cancer.csv", rows: 50),
      from: sines([29, 4, 1])
    )
    try check(experiment, without: [7], SupervisedGolden.load().perceptrons.regression)
  }

  static let activations: [(name: String, function: @Sendable (Double) -> Double)] = [
    ("gelu", { 0.5 * $0 * (1 + erf($0 / 2.0.squareRoot())) }),
    (
      "gelu-tanh",
      { 0.5 * $0 * (1 + tanh((2 / .pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0))) }
    ),
    ("relu", { max($0, 0) }), ("silu", { $0 / (1 + exp(-$0)) }), ("tanh", { tanh($0) }),
    ("sigmoid", { 1 / (1 + exp(-$0)) }), ("softplus", { log(1 + exp($0)) }),
  ]

  @Test(arguments: activations.map(\.name), ["", "4", "3,2"])
  func theForwardFunctionWrittenOut(activation: String, hidden: String) throws {
    let function = try #require(Self.activations.first { $0.name == activation }?.function)
    let (columns, rows) = TestTable.classes(count: 9, classes: 3, seed: 3)
    let experiment = try Experiment(
      "mlp",
      ["activation=\(activation)", "hidden=\(hidden)", "standardize=false", "epochs=1"],
      on: .table(columns, rows)
    )
    let model = try experiment.trained()
    var values = rows[2].dropLast().compactMap(Double.init)
    let layers = experiment.problem.parameters.count / 2
    for layer in 0..<layers {
      let weights = try #require(model[0]["layer\(layer).weights"])
      let bias = try #require(model[0]["layer\(layer).bias"])
      values = bias.indices.map { output in
        values.indices.reduce(bias[output]) {
          $0 + weights[output * values.count + $1] * values[$1]
        }
      }
      if layer < layers - 1 { values = values.map(function) }
    }
    let total = values.reduce(0) { $0 + exp($1) }
    let found = try experiment.measure(
      "probabilities",
      experiment.problem.dataset.records[2],
      on: model
    )
    #expect(found[0].distance(to: values.map { exp($0) / total }) < 1e-14)
  }

  @Test func aNumberIsPredictedInItsOwnUnits() throws {
    let (columns, rows) = TestTable.numbers(count: 60, seed: 4)
    let experiment = try Experiment(
      "mlp",
      ["task=regression", "hidden=8", "epochs=200", "learning-rate=0.02"],
      on: .table(columns, rows)
    )
    let model = try experiment.trained()
    let records = experiment.problem.dataset.records
    let labels = try records.map { try $0.number("label") }
    let mean = labels.reduce(0, +) / Double(labels.count)
    var (left, total) = (0.0, 0.0)
    for (record, label) in zip(records, labels) {
      let prediction = try experiment.measure("prediction", record, on: model)[0][0]
      let error = try experiment.measure("squared-error", record, on: model)[0][0]
      let square = (prediction - label) * (prediction - label)
      #expect(abs(error - square) < 1e-9 * max(1, square))
      left += square
      total += (label - mean) * (label - mean)
    }
    // It has learned most of what there is to know.
    #expect(left < 0.05 * total)
  }

  @Test(arguments: ["he", "glorot"])
  func initializersHaveTheirSpread(initializer: String) throws {
    let (columns, rows) = TestTable.classes(count: 6, classes: 3, seed: 3)
    let state = try Experiment(
      "mlp",
      ["hidden=40,200", "initializer=\(initializer)"],
      on: .table(columns, rows)
    ).problem.initialState
    let weights = try #require(state["layer1.weights"])
    let variance = weights.reduce(0) { $0 + $1 * $1 } / Double(weights.count)
    let expected = initializer == "he" ? 2.0 / 40 : 2.0 / 240
    // 8000 normal numbers: the standard error is 1.6%.
    #expect(abs(variance / expected - 1) < 0.08)
    #expect(state["layer1.bias"] == [Double](repeating: 0, count: 200))
  }
}
