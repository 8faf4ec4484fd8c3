import LacunaExecution
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// Checks of what training computes: that it is smooth, and finite.
enum TrainingChecks {
  /// Jets along a random direction agree with real retraining.
  static func jets(_ context: CheckContext) throws {
    for subject in try context.subjects() {
      var random = CheckRandom(seed: context.seed)
      let problem = try subject.problem()
      let direction = (0..<problem.unitCount).map { _ in Double.random(in: -1...1, using: &random) }
      try compare(subject, problem, direction, "along a random direction")
    }
  }

  /// Jets along a unit of several examples agree with real retraining.
  static func units(_ context: CheckContext) throws {
    var count = 0
    for subject in try context.subjects() {
      var random = CheckRandom(seed: context.seed)
      let problem = try subject.problem()
      let used = Set(problem.schedule.steps.flatMap(\.examples)).sorted()
      guard used.count >= 2 else { continue }
      count += 1
      let size = Int.random(in: 2...min(used.count, 4), using: &random)
      let unit = Set(used.shuffled(using: &random).prefix(size))
      let direction = (0..<problem.unitCount).map { unit.contains($0) ? 1.0 : 0 }
      try compare(subject, problem, direction, "for a unit of \(size) examples")
    }
    if count == 0 { throw NotApplicable("the steps use fewer than two examples") }
  }

  private static func compare(
    _ subject: LearnerSubject,
    _ problem: TrainingProblem,
    _ direction: [Double],
    _ words: String
  ) throws {
    let jet: JetOfTraining
    do {
      jet = try JetOfTraining(
        problem,
        direction: direction.map { Complex($0) },
        degree: 3,
        options: ExecutionOptions()
      )
    } catch {
      throw Finding("\(subject.name): \(error)")
    }
    let models = try subject.train(
      problem,
      weightings: NumericalDerivatives.points.map { t in direction.map { 1 - t * $0 } }
    )
    let names = jet.parameters.flatMap { parameter in
      parameter.primal.indices.map { "'\(parameter.name)'[\($0)]" }
    }
    let values = models.map { model in jet.parameters.flatMap { model[$0.name] ?? [] } }
    try NumericalDerivatives(values: values).compare(
      jet: (0..<3).map { degree in jet.parameters.flatMap { $0.tangents[degree].map(\.re) } },
      subject: "\(subject.name): training \(words)",
      name: { names[$0] }
    )
  }

  /// Training to its own end stays finite.
  static func finite(_ context: CheckContext) throws {
    for subject in try context.subjects() {
      let instance = try subject.make()
      let own = try instance.schedule(exampleCount: subject.dataset.count, stepCount: nil)
      let count = min(own.steps.count, subject.stepCount ?? longRun)
      guard count > 0 else { continue }
      _ = try subject.train(subject.problem(steps: count, instance: instance))
    }
  }

  /// The most steps of a check that does little else.
  private static let longRun = 200
}
