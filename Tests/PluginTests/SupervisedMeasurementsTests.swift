import Foundation
import LacunaExecution
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching
import LacunaTestSupport
import Testing

/// The measurements of the library `supervised`, against their formulas.
struct SupervisedMeasurementsTests {
  /// A learner whose outputs are its parameters, of any shape.
  struct Fixed: LearningAlgorithm {
    var outputs: [(name: String, shape: [Int])]
    /// Indices under the name `targets`, if any.
    var targets: ExampleTensor?

    var state: [StateTensor] { outputs.map { .parameter($0.name, $0.shape, .zeros) } }

    func encode(_ record: Record) -> [ExampleTensor] { targets.map { [$0] } ?? [] }

    func schedule(exampleCount: Int, stepCount: Int?) -> Schedule { Schedule([]) }

    func step(_ trace: StepTrace) {}

    func forward(_ trace: ForwardTrace) {
      for output in outputs { trace.output(output.name, trace.parameter(output.name)) }
      if let targets { trace.output("targets", trace.example(targets.name)) }
    }
  }

  private func target(
    _ name: String,
    on learner: Fixed,
    _ settings: [String] = []
  ) throws -> (MeasuredQuery, TrainingProblem) {
    let problem = try TrainingProblem(
      name: "fixed",
      learner: learner,
      dataset: .table(["x"], [["1"]]),
      steps: nil,
      initialState: .drawn(seed: 0)
    )
    let loaded = try shippedPlugins.measurement(name)
    let configuration = try Configuration(
      schema: loaded.descriptor.schema,
      assignments: settings
    )
    let measured = try MeasuredQuery(
      (name, loaded.make(configuration: configuration)),
      query: problem.dataset.records[0],
      text: "x",
      on: problem
    )
    return (measured, problem)
  }

  private func measure(
    _ name: String,
    on learner: Fixed,
    _ model: [String: [Double]],
    base: [String: [Double]] = [:],
    _ settings: [String] = []
  ) throws -> [Double] {
    let (measured, problem) = try target(name, on: learner, settings)
    return try Measurer(
      measured,
      parameters: problem.parameters,
      base: base,
      ring: .lanes,
      options: ExecutionOptions()
    ).values([model])[0]
  }

  private func classifier(_ leading: [Int], classes: Int, _ targets: [Int]) -> Fixed {
    Fixed(
      outputs: [("logits", leading + [classes])],
      targets: ExampleTensor("targets", integers: targets, shape: leading)
    )
  }

  @Test(arguments: 0..<Stress.count(5, all: 100), [[], [3], [2, 2]])
  func classificationByItsFormulas(seed: Int, leading: [Int]) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    let (classes, positions) = (4, leading.reduce(1, *))
    let targets = (0..<positions).map { _ in Int(generator.next() % UInt64(classes)) }
    let logits = (0..<positions * classes).map { _ in 3 * generator.normal() }
    let before = logits.map { $0 + 0.5 * generator.normal() }
    func rows(_ values: [Double], sharpness: Double = 1) -> [[Double]] {
      (0..<positions).map { position in
        let row = values[(position * classes)..<((position + 1) * classes)]
          .map { exp(sharpness * $0) }
        let total = row.reduce(0, +)
        return row.map { $0 / total }
      }
    }
    func mean(_ value: (Int) -> Double) -> Double {
      (0..<positions).reduce(0) { $0 + value($1) } / Double(positions)
    }
    let (now, base) = (rows(logits), rows(before))
    let sharp = rows(logits, sharpness: 2.5)
    let expected: [(String, [String], [Double])] = [
      ("soft-accuracy", ["sharpness=2.5"], [mean { sharp[$0][targets[$0]] }]),
      ("log-odds", [], [mean { log(now[$0][targets[$0]] / (1 - now[$0][targets[$0]])) }]),
      ("probabilities", [], (0..<classes).map { c in mean { now[$0][c] } }),
      (
        "kl-divergence", [],
        [mean { p in zip(base[p], now[p]).reduce(0) { $0 + $1.0 * log($1.0 / $1.1) } }]
      ),
    ]
    for (name, settings, values) in expected {
      let found = try measure(
        name,
        on: classifier(leading, classes: classes, targets),
        ["logits": logits],
        base: ["logits": before],
        settings
      )
      #expect(found.distance(to: values) < 1e-12, "\(name)")
    }
  }

  @Test func logOddsOfCertaintyAreExact() throws {
    let learner = classifier([], classes: 3, [0])
    // p and 1 − p are rounded to 1 and 0, and 0 and 1.
    for sign in [1.0, -1] {
      let found = try measure("log-odds", on: learner, ["logits": [sign * 900, 0, -2000]])
      #expect(found.distance(to: [sign * 900]) < 1e-12)
    }
  }

  @Test func sharpAccuracyIsAccuracy() throws {
    let learner = classifier([4], classes: 3, [0, 1, 2, 0])
    let logits = [3.0, 1, 2, 1, 2, 0, 0, 1, 2, 0, 5, 1]  // right three times of four
    let found = try measure("soft-accuracy", on: learner, ["logits": logits], ["sharpness=40"])
    #expect(found.distance(to: [0.75]) < 1e-15)
  }

  @Test func regressionByItsFormulas() throws {
    for shape in [[], [3], [2, 2]] {
      let learner = Fixed(outputs: [("prediction", shape), ("target", shape)])
      let count = shape.reduce(1, *)
      let prediction = (0..<count).map { 1.5 * Double($0) + 1 }
      let target = (0..<count).map { Double($0 * $0) }
      let model = ["prediction": prediction, "target": target]
      let square = zip(prediction, target).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      let error = try measure("squared-error", on: learner, model)
      #expect(error.distance(to: [square / Double(count)]) < 1e-13)
      #expect(try measure("prediction", on: learner, model) == prediction)
    }
  }

  /// Measurements and learners that do not go together, and what is said of them.
  static let mismatches: [(measurement: String, learner: Fixed, expected: String)] = [
    (
      "squared-error", Fixed(outputs: [("prediction", [3]), ("targets", [3])]),
      "measurement 'squared-error' of learner 'fixed': it needs the outputs 'prediction', 'target', "
        + "but there is no 'target'; the learner gives prediction: real[3], targets: real[3]. "
        + "Did you mean 'targets'?"
    ),
    (
      "prediction", Fixed(outputs: [("logits", [3])]),
      "measurement 'prediction' of learner 'fixed': it needs the output 'prediction', but there is "
        + "no 'prediction'; the learner gives logits: real[3]."
    ),
    (
      "squared-error", Fixed(outputs: [("prediction", [3]), ("target", [2])]),
      "it needs a real prediction and a real target of one shape; the learner gives "
        + "prediction: real[3], target: real[2]"
    ),
    (
      "loss",
      Fixed(
        outputs: [("logits", [3, 7])],
        targets: ExampleTensor("t", integers: [1, 2], shape: [2])
      ),
      "measurement 'loss' of learner 'fixed': measure cannot be traced: plugin 'standard', "
        + "measurement 'loss', trace: it needs real logits […, V] and integer targets […] with the "
        + "same leading axes; the learner gives logits: real[3, 7], targets: integer[2]"
    ),
    (
      "log-odds",
      Fixed(
        outputs: [("logits", [1])],
        targets: ExampleTensor("t", integers: [0], shape: [])
      ), "V at least 2; the learner gives logits: real[1], targets: integer[]"
    ),
    (
      "kl-divergence", Fixed(outputs: [("logits", [])]),
      "it needs real logits […, V]; the learner gives logits: real[]"
    ),
  ]

  @Test(arguments: mismatches.indices)
  func mismatchesSayWhatIsNeededAndWhatThereIs(index: Int) {
    let (measurement, learner, expected) = Self.mismatches[index]
    let text = message { _ = try target(measurement, on: learner) }
    #expect(text.contains(expected), "\(text)")
  }
}
