import LacunaExecution
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// Checks of what the weights of examples mean.
enum WeightChecks {
  /// The content of examples of weight 0 does not matter, to the last bit.
  static func contentAtZero(_ context: CheckContext) throws {
    try eachSubject(context, "no two examples are encoded to the same shapes and differ") {
      subject,
      problem,
      random in
      let pairs = exchanges(problem, &random).shuffled(using: &random).prefix(4)
      var count = 0
      for pair in pairs where try vary(subject, problem, [pair], &random) {
        count += 1
      }
      return count > 0
    }
  }

  /// The contents of the examples of a unit do not matter when it is deleted, to the last bit.
  static func contentOfUnit(_ context: CheckContext) throws {
    try eachSubject(context, "no two examples can be exchanged for others of the same shapes") {
      subject,
      problem,
      random in
      var unit: [Exchange] = []
      for pair in exchanges(problem, &random) where !unit.contains(where: { $0.at == pair.at }) {
        unit.append(pair)
      }
      guard unit.count >= 2 else { return false }
      unit = Array(unit.shuffled(using: &random).prefix(3))
      return try vary(subject, problem, unit, &random)
    }
  }

  /// Trains with examples of weight 0, once with their contents and once with others.
  ///
  /// - Returns: false where training without them leads to no finite numbers.
  private static func vary(
    _ subject: LearnerSubject,
    _ problem: TrainingProblem,
    _ exchanges: [Exchange],
    _ random: inout CheckRandom
  ) throws -> Bool {
    let deleted = exchanges.map(\.at)
    let count = problem.unitCount
    var other = (0..<count).map { _ in Double.random(in: 0.5...1.5, using: &random) }
    for position in deleted { other[position] = 0 }
    let weightings = [Retraining.weights(deleting: deleted, count: count), other]
    guard let before = try? subject.train(problem, weightings: weightings) else {
      // What can be trained with next to nothing of an example can be trained without it.
      let nearly = weightings.map { weights in weights.map { max($0, 0x1p-40) } }
      guard (try? subject.train(problem, weightings: nearly)) == nil else {
        throw Finding(
          "\(subject.name): training is finite with a weight of 2^-40 for "
            + "\(deleted.map(String.init).joined(separator: ", ")), and not with 0"
        )
      }
      return false
    }
    let after = try subject.train(
      exchanged(subject, problem, exchanges),
      weightings: weightings
    )
    for (one, two) in zip(before, after) {
      for parameter in problem.parameters {
        let values = zip(one[parameter.name] ?? [], two[parameter.name] ?? [])
        for (index, pair) in values.enumerated() where pair.0.bitPattern != pair.1.bitPattern {
          throw Finding(
            "\(subject.name): example\(deleted.count == 1 ? "" : "s") "
              + "\(deleted.map(String.init).joined(separator: ", ")) of weight 0 still count: with other "
              + "contents '\(parameter.name)'[\(index)] becomes \(pair.1) instead of \(pair.0)"
          )
        }
      }
    }
    return true
  }

  /// An example of weight 2 beside one of weight 0 is the same as the first of them twice.
  static func multiplicity(_ context: CheckContext) throws {
    try eachSubject(context, "no mini-batch has two examples of the same shapes that differ") {
      subject,
      full,
      random in
      let instance = full.learner
      let problem = try subject.problem(steps: 1, instance: instance)
      let batch = problem.schedule.steps[0].examples
      let choices = exchanges(problem, &random).filter {
        batch.contains($0.by) && Set([$0.at, $0.by]).count == 2
      }
      guard let pair = choices.randomElement(using: &random) else { return false }
      var weights = [Double](repeating: 1, count: problem.unitCount)
      weights[pair.by] = 2
      weights[pair.at] = 0
      let weighted = try subject.train(problem, weightings: [weights])[0]
      let twice = try subject.train(exchanged(subject, problem, [pair]))[0]
      let moved = try movement(problem, twice)
      for parameter in problem.parameters {
        let values = zip(weighted[parameter.name] ?? [], twice[parameter.name] ?? [])
        for (index, two) in values.enumerated() where !(abs(two.0 - two.1) <= 1e-6 * moved) {
          throw Finding(
            "\(subject.name): after one step '\(parameter.name)'[\(index)] is \(two.0) with weights 2 and 0 "
              + "for examples \(pair.by) and \(pair.at), and \(two.1) with example \(pair.by) in both places"
          )
        }
      }
      return true
    }
  }

  /// Half the weight everywhere changes something: the loss is not divided by the sum of the weights.
  static func scale(_ context: CheckContext) throws {
    try eachSubject(context, "the first step changes nothing") { subject, full, _ in
      let problem = try subject.problem(steps: 1, instance: full.learner)
      let plan = try TrainingPlan(problem, ring: .lanes, options: ExecutionOptions())
      let run = try TrainingRun(plan)
      let whole = [Double](repeating: 1, count: problem.unitCount)
      let lanes = [whole, whole.map { $0 / 2 }]
      try run.train(.weights(lanes), options: ExecutionOptions())
      var moved = false
      for tensor in problem.state {
        let start = problem.initialState[tensor.name] ?? []
        let one = try run.workspace.values(tensor.name, lane: 0)
        let half = try run.workspace.values(tensor.name, lane: 1)
        for index in start.indices {
          let size = max(abs(one[index] - start[index]), abs(half[index] - start[index]))
          if size > 0 { moved = true }
          // Optimisers that do not mind the size of a gradient keep it in their slots.
          if abs(one[index] - half[index]) > 1e-3 * size { return true }
        }
      }
      guard moved else { return false }
      throw Finding(
        "\(subject.name): the first step comes to the same with half the weights; is the loss divided by "
          + "their sum? (A step to the exact minimum of a loss without regulariser is right, too.)"
      )
    }
  }
}

/// Exchanges of contents.
extension WeightChecks {
  /// The content of one example put in the place of another's.
  private struct Exchange {
    var at: Int
    var by: Int
  }

  /// Calls a function for every subject, which tells whether there was something to check.
  private static func eachSubject(
    _ context: CheckContext,
    _ reason: String,
    _ body: (LearnerSubject, TrainingProblem, inout CheckRandom) throws -> Bool
  ) throws {
    var count = 0
    for subject in try context.subjects() {
      var random = CheckRandom(seed: context.seed)
      if try body(subject, subject.problem(), &random) { count += 1 }
    }
    if count == 0 { throw NotApplicable(reason) }
  }

  /// For each example that the steps use another that is encoded to the same shapes and differs, if any.
  private static func exchanges(
    _ problem: TrainingProblem,
    _ random: inout CheckRandom
  ) -> [Exchange] {
    let used = Set(problem.schedule.steps.flatMap(\.examples)).sorted()
    let limited = Array(used.shuffled(using: &random).prefix(64)).sorted()
    var encoded: [Int: [ExampleTensor]] = [:]
    for position in limited {
      encoded[position] = try? problem.learner.encode(problem.dataset.records[position])
    }
    return limited.flatMap { at in
      limited.shuffled(using: &random).filter { by in
        guard let one = encoded[at], let two = encoded[by] else { return false }
        return one != two && one.signature == two.signature
      }.prefix(4).map { Exchange(at: at, by: $0) }
    }
  }

  /// The problem with contents exchanged, and the instance as it was.
  private static func exchanged(
    _ subject: LearnerSubject,
    _ problem: TrainingProblem,
    _ exchanges: [Exchange]
  ) throws -> TrainingProblem {
    var records = problem.dataset.records
    for pair in exchanges { records[pair.at] = problem.dataset.records[pair.by] }
    return try TrainingProblem(
      name: problem.name,
      learner: problem.learner,
      dataset: Dataset(records, like: problem.dataset),
      steps: problem.stepCount,
      initialState: .drawn(seed: subject.seed)
    )
  }

  /// How far the parameters moved at most.
  private static func movement(
    _ problem: TrainingProblem,
    _ model: [String: [Double]]
  ) throws -> Double {
    problem.parameters.flatMap { parameter in
      zip(model[parameter.name] ?? [], problem.initialState[parameter.name] ?? []).map {
        abs($0 - $1)
      }
    }.max() ?? 0
  }
}
