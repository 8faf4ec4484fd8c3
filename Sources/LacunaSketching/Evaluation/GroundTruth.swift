import LacunaExecution
import LacunaProtocols

/// The truth about deletion sets: retrains, measured.
public struct GroundTruth {
  private let problem: TrainingProblem
  private let base: [String: [Double]]
  private let bank: RetrainBank?
  private let options: ExecutionOptions

  /// Retrains of a problem.
  ///
  /// - Parameters:
  ///   - problem: what is trained.
  ///   - base: the parameters of the undeleted model, which some measurements compare with.
  ///   - bank: where retrains are kept, if anywhere.
  ///   - options: how the machine is used.
  public init(
    _ problem: TrainingProblem,
    base: [String: [Double]],
    bank: RetrainBank? = nil,
    options: ExecutionOptions
  ) {
    self.problem = problem
    self.base = base
    self.bank = bank
    self.options = options
  }

  /// Scalar measurements of the models trained at some example weights.
  ///
  /// Memory does not grow with their number: models are trained, kept and measured some at a time. Equal
  /// weights are trained once.
  ///
  /// - Parameters:
  ///   - targets: what is measured.
  ///   - weightings: the weight of each example, for each model.
  /// - Returns: for each model the value of each target, and how many models were trained for it.
  /// - Throws: ``SketchingError``, ``RetrainBankError``, or what the bank's store throws.
  public func values(
    of targets: [MeasuredQuery],
    weightings: [[Double]]
  ) throws -> (values: [[Double]], retrained: Int) {
    let measurers = try targets.map { target in
      try Measurer(
        target,
        parameters: problem.parameters,
        base: base,
        ring: .lanes,
        options: options
      )
    }
    func measure(_ models: [[String: [Double]]]) throws -> [[Double]] {
      let columns = try measurers.map { try $0.values(models).map { $0.first ?? .nan } }
      return models.indices.map { model in columns.map { $0[model] } }
    }
    var known: [[Double]: [Double]] = [:]
    var missing: [[Double]] = []
    let atOnce = options.precision.lanes * 8 * options.threads
    var kept: [[Double]] = []
    var seen: Set<[Double]> = []
    for weights in weightings where seen.insert(weights).inserted {
      if bank?.holds(weights) == true { kept.append(weights) } else { missing.append(weights) }
    }
    for start in stride(from: 0, to: kept.count, by: atOnce) {
      if options.isCancelled() { throw SketchingError.interrupted }
      let some = kept[start...].prefix(atOnce)
      let models = try some.map { try bank?.model(at: $0, problem.parameters) ?? [:] }
      for (weights, values) in zip(some, try measure(models)) { known[weights] = values }
    }
    if !missing.isEmpty {
      let pieces = stride(from: 0, to: missing.count, by: atOnce).map {
        Array(missing[$0...].prefix(atOnce))
      }
      var done = 0
      for piece in pieces {
        let models = try train(piece, done: done, of: missing.count)
        try bank?.add(
          zip(piece, models).map { (weights: $0, parameters: $1) },
          problem.parameters,
          options.precision
        )
        for (weights, values) in zip(piece, try measure(models)) { known[weights] = values }
        done += piece.count
      }
    }
    return (weightings.map { known[$0] ?? [] }, missing.count)
  }

  /// Trains some models, and reports progress as part of all.
  private func train(
    _ weightings: [[Double]],
    done: Int,
    of count: Int
  ) throws -> [[String: [Double]]] {
    var options = options
    let report = self.options.progress
    let part = weightings.count
    options.progress = { progress in
      guard progress.total > 0 else { return }
      let share = Double(done) + Double(part) * Double(progress.done) / Double(progress.total)
      report(Progress(done: Int(share / Double(count) * 1_000_000), total: 1_000_000))
    }
    return try Retraining(problem, options: options).parameters(weightings: weightings)
  }
}
