import LacunaExecution
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// Checks of the values of measurements.
enum ValueChecks {
  private static func measurer(
    _ query: MeasuredQuery,
    _ problem: TrainingProblem,
    _ ring: Ring
  ) throws -> Measurer {
    try Measurer(
      query,
      parameters: problem.parameters,
      base: problem.initialState,
      ring: ring,
      options: ExecutionOptions()
    )
  }

  /// A direction of the parameters.
  private static func direction(
    _ problem: TrainingProblem,
    _ random: inout CheckRandom
  ) -> [String: [Double]] {
    problem.initialState.sorted { $0.key < $1.key }.reduce(into: [:]) { result, tensor in
      result[tensor.key] = tensor.value.map { _ in Double.random(in: -1...1, using: &random) }
    }
  }

  /// The undeleted model, moved along a direction.
  private static func model(
    _ problem: TrainingProblem,
    _ direction: [String: [Double]],
    _ t: Double
  ) -> [String: [Double]] {
    problem.initialState.reduce(into: [:]) { result, tensor in
      result[tensor.key] = zip(tensor.value, direction[tensor.key] ?? []).map { $0 + t * $1 }
    }
  }

  /// Calls a function for each measurement on a probe; what goes wrong names it.
  private static func each(
    _ context: CheckContext,
    _ body: (MeasuredQuery, TrainingProblem, inout CheckRandom) throws -> Void
  ) throws {
    try ProbedMeasurement.eachProgram(context) { name, query, problem in
      var random = CheckRandom(seed: context.seed)
      do {
        try body(query, problem, &random)
      } catch {
        throw Finding("\(name): \(error)")
      }
    }
  }

  /// The constant term of the jet is the value on the real model.
  static func constantTerm(_ context: CheckContext) throws {
    try each(context) { query, problem, _ in
      let plain = try measurer(query, problem, .lanes).values([problem.initialState])[0]
      let jet = try measurer(query, problem, .jet(degree: 2))
        .jets(lanes: 1) { _, _, _, _ in Complex(0) }
      for (index, pair) in zip(plain, jet.base).enumerated()
      where !(abs(pair.0 - pair.1) <= 1e-13 * max(1, abs(pair.0))) {
        throw Finding("value[\(index)] is \(pair.0), and \(pair.1) at the start of its jet")
      }
      let tangents = jet.tangents.flatMap { $0.flatMap { $0.flatMap { [$0.re, $0.im] } } }
      guard tangents.allSatisfy({ $0 == 0 }) else {
        throw Finding("the jet of a model that does not change is not constant")
      }
    }
  }

  /// The jet agrees with derivatives of real evaluation.
  static func derivatives(_ context: CheckContext) throws {
    try each(context) { query, problem, random in
      let line = direction(problem, &random)
      let names = problem.parameters.map(\.name)
      let jet = try measurer(query, problem, .jet(degree: 3))
        .jets(lanes: 1) { parameter, element, coefficient, _ in
          Complex(coefficient == 1 ? line[names[parameter]]?[element] ?? 0 : 0)
        }
      let points = NumericalDerivatives.points
      let values = try measurer(query, problem, .lanes)
        .values(points.map { model(problem, line, $0) })
      try NumericalDerivatives(values: values).compare(
        jet: (0..<3).map { degree in jet.tangents[0].map { $0[degree].re } },
        subject: "the measurement",
        name: { "value[\($0)]" }
      )
    }
  }

  /// The value is the same in any lane, beside any others.
  static func lanes(_ context: CheckContext) throws {
    try each(context) { query, problem, random in
      let models = (0..<11).map { _ in model(problem, direction(problem, &random), 0.5) }
      let measurer = try measurer(query, problem, .lanes)
      let together = try measurer.values(models)
      let alone = try models.map { try measurer.values([$0])[0] }
      let backwards = try measurer.values(models.reversed())
      for (index, value) in together.enumerated() {
        let bits = value.map(\.bitPattern)
        guard bits == alone[index].map(\.bitPattern),
          bits == backwards[models.count - 1 - index].map(\.bitPattern)
        else {
          throw Finding(
            "the value is \(value) in lane \(index) of \(models.count), \(alone[index]) alone, and "
              + "\(backwards[models.count - 1 - index]) in another lane"
          )
        }
      }
    }
  }
}
