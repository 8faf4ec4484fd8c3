import LacunaExecution
import LacunaProtocols

/// What training and inference cost, with and without series: measured on one thread.
public struct CostTrial {
  private let problem: TrainingProblem
  private let options: ExecutionOptions
  private let seconds: () -> Double

  /// The least time that short work is repeated for.
  private static let leastSeconds = 0.05

  /// Trials of a problem.
  ///
  /// - Parameters:
  ///   - problem: what is trained.
  ///   - options: how the machine is used; one thread, whatever they say.
  ///   - seconds: a clock that only goes forward, best that of the processor's time.
  public init(
    _ problem: TrainingProblem,
    options: ExecutionOptions,
    seconds: @escaping () -> Double
  ) {
    self.problem = problem
    self.options = ExecutionOptions(
      precision: options.precision,
      instructionSet: options.instructionSet,
      isCancelled: options.isCancelled
    )
    self.seconds = seconds
  }

  /// The seconds of a plain training: of one model alone, and of each where all lanes are filled.
  ///
  /// - Throws: ``SketchingError``.
  public func training() throws -> (alone: Double, beside: Double) {
    let retraining = try Retraining(problem, options: options)
    let weights = problem.undeleted
    func time(_ count: Int) throws -> Double {
      try timed {
        _ = try retraining.parameters(weightings: [[Double]](repeating: weights, count: count))
      } / Double(count)
    }
    let lanes = problem.computed == nil ? options.precision.lanes : 1
    return (try time(1), try time(lanes))
  }

  /// The seconds of each direction of a precompute.
  ///
  /// - Parameters:
  ///   - degree: of the jets.
  ///   - directions: how many there are in all; as many are tried as a thread trains together.
  /// - Returns: the seconds of one.
  /// - Throws: ``SketchingError``.
  public func direction(degree: Int, of directions: Int) throws -> Double {
    let random = Directions.random(seed: 0)
    func line(_ index: Int) -> [Complex] { random.direction(index, units: problem.unitCount) }
    guard problem.computed == nil else {
      return try once {
        _ = try JetOfTraining(problem, direction: line(0), degree: degree, options: options)
      }
    }
    let plan = try TrainingPlan(problem, ring: .jet(degree: degree), options: options)
    let lanes = options.precision.lanes
    let blocks = plan.groups(of: (directions + lanes - 1) / lanes, threads: 1)[0].count
    let tried = min(directions, blocks * lanes)
    let run = try TrainingRun(plan, blocks: blocks)
    let weights = stride(from: 0, to: tried, by: lanes).map { start in
      LaneWeights.directions((start..<min(start + lanes, tried)).map(line))
    }
    return try once { try run.train(weights, options: options) } / Double(tried)
  }

  /// The seconds of the exact gradients of some measurements together.
  ///
  /// - Throws: ``SketchingError``.
  public func gradients(
    _ targets: [MeasuredQuery],
    budget: CheckpointBudget
  ) throws -> Double {
    let pass = try ReversePass(problem, options: options, budget: budget)
    return try once { _ = try pass.gradients(of: targets) }
  }

  /// The seconds of gradients along a direction, of one measurement.
  ///
  /// - Throws: ``SketchingError``.
  public func gradients(
    along degree: Int,
    _ target: MeasuredQuery,
    budget: CheckpointBudget
  ) throws -> Double {
    let sketching = try GradientSketching(
      problem,
      degree: degree,
      options: options,
      budget: budget
    )
    let random = Directions.random(seed: 0)
    let lines = (0..<options.precision.lanes).map {
      random.direction($0, units: problem.unitCount)
    }
    let seconds = try once { _ = try sketching.jets(along: lines, of: [target]) }
    return seconds / Double(lines.count)
  }

  /// The seconds of a measurement of one plain model, whose parameters are in place.
  ///
  /// - Throws: ``SketchingError``.
  public func inference(_ target: MeasuredQuery, base: [String: [Double]]) throws -> Double {
    if case .traced(let program) = target.form, target.computedLearner == nil {
      let runner = try ProgramRunner(
        program,
        example: target.example,
        parameters: problem.parameters,
        base: base,
        ring: .lanes,
        options: options
      )
      try runner.run([base])
      return timed { runner.runAgain() }
    }
    let measurer = try measurer(target, base, .lanes)
    return try timed { _ = try measurer.values([base]) }
  }

  /// The seconds of a measurement of one direction, reading the sketch apart.
  ///
  /// - Throws: ``SketchingError``.
  public func measurement(
    _ target: MeasuredQuery,
    base: [String: [Double]],
    degree: Int
  ) throws -> Double {
    let measurer = try measurer(target, base, .jet(degree: degree))
    let counts = problem.parameters.map { $0.shape.reduce(1, *) }
    let lanes = options.precision.lanes
    let largest = lanes * degree * (counts.max() ?? 0) * 2 * options.precision.bytes
    let numbers = [UInt8](repeating: 0, count: largest)
    return try numbers.withUnsafeBytes { bytes in
      let tangents = ParameterTangents(
        stored: counts.map {
          UnsafeRawBufferPointer(
            rebasing: bytes[0..<(lanes * degree * $0 * 2 * options.precision.bytes)]
          )
        },
        counts: counts,
        degree: degree,
        precision: options.precision
      )
      return try timed { _ = try measurer.jets(lanes: lanes, tangents) } / Double(lanes)
    }
  }

  /// The seconds of a prediction for a deletion set from what was measured.
  public func combination(_ batch: PredictionBatch, deleting units: [Int]) -> Double {
    timed { _ = batch.predict(units) }
  }

  private func measurer(
    _ target: MeasuredQuery,
    _ base: [String: [Double]],
    _ ring: Ring
  ) throws -> Measurer {
    try Measurer(
      target,
      parameters: problem.parameters,
      base: base,
      ring: ring,
      options: options
    )
  }

  private func once(_ body: () throws -> Void) rethrows -> Double {
    let start = seconds()
    try body()
    return seconds() - start
  }

  /// The mean time of something that is repeated, after it was done once.
  private func timed(_ body: () throws -> Void) rethrows -> Double {
    try body()
    var (elapsed, count) = (0.0, 0)
    while elapsed < Self.leastSeconds, count < 1_000_000 {
      elapsed += try once(body)
      count += 1
    }
    return elapsed / Double(count)
  }
}
