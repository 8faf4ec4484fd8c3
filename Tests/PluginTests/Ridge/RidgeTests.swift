import Foundation
import LacunaExecution
import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import LacunaTestSupport
import Testing

/// Ridge regression in C, held against its formula.
struct RidgeTests {
  /// Penalty, intercept, standardisation.
  static let settings = [
    (0.7, true, false), (3.0, false, false), (0.2, true, true), (0.0, true, false),
  ]

  private static func trial(
    _ table: RidgeTable,
    _ setting: (l2: Double, intercept: Bool, standardize: Bool)
  ) throws -> TableTrial {
    try TableTrial(
      "ridge",
      [
        "l2=\(setting.l2)", "intercept=\(setting.intercept)",
        "standardize=\(setting.standardize)",
      ],
      csv: table.csv
    )
  }

  private static func parameters(_ values: [String: [Double]]) -> [Double] {
    (values["weights"] ?? []) + (values["intercept"] ?? [])
  }

  @Test func itIsInCAndKnowsNothingOfSwift() throws {
    let library = try shippedPlugins.library("ridge")
    #expect(library.toolchain == "C11")
    #expect(library.learners.map(\.descriptor.name) == ["ridge"])
    #expect(library.learners[0].descriptor.dataFormat == .csv)
    // Neither asked of the linker nor named anywhere else.
    let bytes = try Data(contentsOf: URL(fileURLWithPath: library.path))
    for word in ["libswiftCore", "swift_addNewDSOImage", "libFoundation"] {
      #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word)")
    }
  }

  @Test(arguments: settings)
  func theSketchIsTheSeriesOfTheFormula(l2: Double, intercept: Bool, standardize: Bool) throws {
    for seed in 0..<UInt64(Stress.count(3, all: 40)) {
      let table = RidgeTable(seed: seed)
      let formula = RidgeFormula(table, l2: l2, intercept: intercept, standardize: standardize)
      let trial = try Self.trial(table, (l2, intercept, standardize))
      let directions = Directions.random(seed: seed)
      let jets = try trial.jets(directions, count: 3, degree: 5)
      for (index, jet) in jets.enumerated() {
        let psi = directions.direction(index, units: table.labels.count)
        let series = formula.series(along: psi, degree: 5)
        #expect(distance(Self.parameters(jet.primal), series[0].map(\.re)) < 1e-9)
        for degree in 1...5 {
          let found =
            (jet.tangents["weights"] ?? [])[degree - 1]
            + (intercept ? (jet.tangents["intercept"] ?? [])[degree - 1] : [])
          #expect(distance(found.map(\.re), series[degree].map(\.re)) < 1e-9)
          #expect(distance(found.map(\.im), series[degree].map(\.im)) < 1e-9)
        }
      }
    }
  }

  @Test(arguments: settings)
  func deletingIsRefittingWithout(l2: Double, intercept: Bool, standardize: Bool) throws {
    let table = RidgeTable(seed: 5)
    let formula = RidgeFormula(table, l2: l2, intercept: intercept, standardize: standardize)
    let trial = try Self.trial(table, (l2, intercept, standardize))
    let sets = [[], [0], [3, 4], [1, 6, 9, 13]]
    let weightings = sets.map { Retraining.weights(deleting: $0, count: table.labels.count) }
    for (weights, found) in zip(weightings, try trial.retrained(weightings)) {
      #expect(distance(Self.parameters(found), formula.solution(weights)) < 1e-9)
    }
  }

  /// Sherman and Morrison: without example i, θ = θ₀ − A⁻¹x e/(1 − h); the polynomial of degree d that predicts it
  /// has (1 − hᵈ)/(1 − h) in its place.
  @Test func leavingOneOutIsTheGeometricSeriesOfItsLeverage() throws {
    let table = RidgeTable(seed: 11)
    let formula = RidgeFormula(table, l2: 0.7)
    let trial = try Self.trial(table, (0.7, true, false))
    for position in 0..<table.labels.count {
      var direction = table.labels.map { _ in 0.0 }
      direction[position] = 1
      let jet = try trial.jet(along: direction, degree: 8)
      let (change, leverage, residual) = formula.influence(of: position)
      var predicted = Self.parameters(jet.primal)
      let truth = Self.parameters(try trial.retrained(without: [position]))
      for degree in 1...8 {
        let term = jet.real("weights", degree: degree) + jet.real("intercept", degree: degree)
        predicted = zip(predicted, term).map(+)
        let power = (1...degree).reduce(1.0) { result, _ in result * leverage }
        let missing = change.map { -$0 * residual * power / (1 - leverage) }
        #expect(distance(zip(predicted, missing).map(+), truth) < 1e-9)
      }
    }
  }

  @Test func predictionsFromASketchAgreeWithTheTruth() throws {
    let table = RidgeTable(seed: 2)
    let trial = try Self.trial(table, (0.7, true, false))
    let (count, units) = (800, table.labels.count)
    let directions = Directions.random(seed: 1)
    let jets = try trial.jets(directions, count: count, degree: 2)
    let measurement = SketchMeasurement(
      base: jets[0].primal["weights"] ?? [],
      directions: Array(0..<count),
      coefficients: jets.map { jet in
        (0..<3).map { element in (jet.tangents["weights"] ?? []).map { $0[element] } }
      }
    )
    let predictor = Predictor(directions, indices: Array(0..<count), units: units)
    let formula = RidgeFormula(table, l2: 0.7)
    for position in 0..<units {
      let found = try predictor.predict(
        measurement,
        deleting: [position],
        estimator: .mean,
        confidence: 0.95
      )
      let weights = Retraining.weights(deleting: [position], count: units)
      let truth = formula.solution(weights)
      let (change, leverage, residual) = formula.influence(of: position)
      for element in 0..<3 {
        // What degree 2 leaves out is known here, so that only chance is between the two.
        let missing = change[element] * residual * leverage * leverage / (1 - leverage)
        let error = try #require(found[element].standardError)
        #expect(abs(found[element].prediction - missing - truth[element]) < 5 * error)
        #expect(error < 0.05)
      }
    }
  }

  @Test func outputsAreThePredictionItsTargetAndTheSquaredDifference() throws {
    let table = RidgeTable(seed: 3)
    let trial = try Self.trial(table, (0.7, true, false))
    let learner = trial.problem.learner
    let example = try learner.encode(trial.problem.dataset.records[4])
    #expect(
      example == [
        ExampleTensor("features", reals: table.rows[4]),
        ExampleTensor("target", reals: [table.labels[4]], shape: []),
      ]
    )
    let program = try ProgramTracer.traceForward(
      learner,
      name: "ridge",
      parameters: trial.problem.parameters,
      example: example.signature
    )
    #expect(program.outputs.map(\.name) == ["prediction", "target", "loss"])
    // A query without a label has a prediction alone.
    var query = trial.problem.dataset.records[4]
    query.fields.removeLast()
    let encoded = try learner.encode(query)
    #expect(encoded == [example[0]])
    let short = try ProgramTracer.traceForward(
      learner,
      name: "ridge",
      parameters: trial.problem.parameters,
      example: encoded.signature
    )
    #expect(short.outputs.map(\.name) == ["prediction"])
    for output in program.outputs {
      #expect(program.type(of: output.value) == .real(.scalar))
    }
  }
}
