import LacunaProtocols
import LacunaSketching
import LacunaStores
import LacunaTestSupport
import Testing

/// Studies of shipped learners, against retrains and against what is known to be wrong.
@Suite struct StabilityTests {
  private func study(
    _ learner: String,
    _ settings: [String],
    on dataset: Dataset,
    degree: Int = 12,
    sizes: [Int] = [1, 4],
    steps: Int? = nil
  ) throws -> StabilityStudy {
    let experiment = try Experiment(learner, settings, on: dataset, steps: steps)
    return try StabilityStudy(
      experiment.problem,
      .init(directions: 4, degree: degree, seed: 1, sizes: sizes),
      targets: [],
      options: experiment.options
    )
  }

  private func cancer() throws -> Dataset { try .example("breast-cancer.csv", rows: 60) }

  private let network = ["label=diagnosis", "hidden=4", "epochs=4"]

  @Test func `a smooth network is geometric, and its polynomial finds the retrains`() throws {
    let study = try study("mlp", network, on: cancer())
    #expect(study.verdict == .geometric && study.fault == nil && study.scale == 1)
    let subject = try #require(study.subjects.first)
    #expect(subject.trials.map(\.deleted.count) == [1, 4])
    for trial in subject.trials {
      #expect(trial.change > 0 && trial.missed < 1e-6, "\(trial.missed)")
      #expect(trial.parts[0] == 1 && !trial.isKinked && !trial.isDiverging)
    }
  }

  /// ReLU has kinks: the series converges, to the value of the piece that training went through.
  @Test func `ReLU settles beside the retrains`() throws {
    let study = try study("mlp", network + ["activation=relu"], on: cancer(), sizes: [1, 4, 16])
    #expect(study.verdict == .notSmooth)
    let subject = try #require(study.subjects.first)
    #expect(subject.trials.contains { $0.isKinked })
    #expect(subject.finding.words.contains("kinks"))
  }

  @Test(arguments: ["relu", "gelu"])
  func `a learning rate at the edge is unstable`(_ activation: String) throws {
    let study = try study(
      "mlp",
      network + [
        "activation=\(activation)", "optimizer=sgd", "learning-rate=2", "decay=constant",
        "epochs=12",
      ],
      on: cancer()
    )
    #expect(study.verdict == .unstable)
    #expect(study.subjects.first?.finding.words.contains("grow") ?? false)
  }

  @Test func `Adam without an epsilon to speak of is unstable`() throws {
    let study = try study(
      "mlp",
      network + ["epsilon=1e-12"],
      on: cancer()
    )
    #expect(study.verdict == .unstable)
  }

  @Test func `a run that diverges is unstable, and says where`() throws {
    let study = try study(
      "logistic-regression",
      ["label=diagnosis", "optimizer=gradient-descent", "learning-rate=1000", "l2=1000"],
      on: cancer(),
      steps: 400
    )
    #expect(study.verdict == .unstable && study.subjects.isEmpty)
    #expect(study.fault?.description.contains("at step") ?? false)
  }

  /// Least squares with a ridge is a rational function of the weights; its series has a radius.
  @Test func `ridge regression is geometric`() throws {
    let study = try study(
      "ridge",
      ["label=mean_area", "ignore=diagnosis", "standardize=true"],
      on: cancer(),
      degree: 30
    )
    #expect(study.verdict == .geometric)
    let trial = try #require(study.subjects.first?.trials.first)
    #expect(trial.missed < 1e-6)
  }

  /// Directions of another length give the same coefficients.
  @Test func `the scale of the directions is taken out again`() throws {
    let experiment = try Experiment("mlp", network, on: cancer())
    let plain = Directions.random(seed: 1).direction(0, units: 60)
    let lines = [1.0, 0.25].map { scale in
      LineOfTraining(plain.map { Complex(scale * $0.re, scale * $0.im) })
    }
    let found = try ExpandedTraining(
      experiment.problem,
      along: lines,
      degree: 6,
      targets: [],
      options: experiment.options
    ).lines
    for r in 1...6 {
      let (a, b) = (found[0].parameterSizes[r - 1], found[1].parameterSizes[r - 1])
      #expect(abs(a - b - 2 * Double(r)) < 1e-9)
    }
  }
}
