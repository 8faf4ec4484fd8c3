import LacunaExecution
import LacunaSketching
import LacunaStores

/// How much of a run may be tried to estimate its time.
enum TrialLength {
  /// A fiftieth of the run, for those who are about to start it.
  case brief
  /// About a second, or a step where that is longer, for those who want to know alone.
  case long

  /// The seconds that a trial may take, of a run of so many.
  func seconds(of projected: Double) -> Double {
    switch self {
    case .brief: min(1, max(0.01, 0.02 * projected))
    case .long: min(1, projected)
    }
  }

  /// Whether a step may be tried that takes about so many seconds, of so many one after the other.
  func allows(step seconds: Double, of steps: Int) -> Bool {
    self == .long || steps >= 50 || seconds < 0.02
  }
}

extension RequestedRun {
  /// What the run will cost.
  ///
  /// - Parameters:
  ///   - precompute: the run, planned.
  ///   - ranges: the directions of each shard.
  ///   - archive: the sketch that is continued, if one is.
  ///   - trial: how much of the run may be tried.
  /// - Returns: memory, disk, work and time.
  /// - Throws: what is wrong with the run.
  func estimate(
    _ precompute: Precompute,
    _ ranges: [Range<Int>],
    continuing archive: SketchArchive?,
    trial: TrialLength
  ) throws -> RunEstimate {
    let peak = Machine.peak
    // What reading the data took is not needed any more; the run would come on top of it.
    Machine.giveBackMemory()
    // A trial would need it.
    try Room(store: nil).requireMemory(MemoryEstimate(precompute, ranges, process: 0))
    let work = WorkEstimate(precompute, ranges)
    let time = try time(precompute, ranges, work, trial)
    // After the trial, which has brought into memory what every run needs of the libraries.
    let memory = MemoryEstimate(precompute, ranges, process: Machine.resident, peakBefore: peak)
    return RunEstimate(
      memory: memory,
      disk: try size(adding: ranges, to: archive),
      work: work,
      time: time
    )
  }

  private func time(
    _ precompute: Precompute,
    _ ranges: [Range<Int>],
    _ work: WorkEstimate?,
    _ length: TrialLength
  ) throws -> RunEstimate.Time? {
    guard let work else { return nil }
    let options = precompute.options
    let rate = Self.peak(options) * RunEstimate.assumedEfficiency
    let step = work.multiplyAddsPerStep * Double(options.precision.lanes) / rate
    let pace = precompute.pace(ranges)
    let counted = RunEstimate.Time(
      seconds: pace.total(piece: step * Double(problem.stepCount)),
      basis: .counted
    )
    guard length.allows(step: step, of: pace.rounds * problem.stepCount) else { return counted }
    let start = ContinuousClock.now
    let trial = RunTrial(precompute, ranges) {
      length.seconds(of: $0)
    } seconds: {
      start.duration(to: .now).seconds
    }
    return try trial?.run().map { RunEstimate.Time(seconds: $0, basis: .timed) } ?? counted
  }

  /// The multiply–adds a second that one thread can do, from a few milliseconds of them.
  private static func peak(_ options: ExecutionOptions) -> Double {
    (0..<3).reduce(0) { best, _ in
      let start = ContinuousClock.now
      let done = options.instructionSet.multiplyAdds(options.precision, rounds: 1_000_000)
      return max(best, done / start.duration(to: .now).seconds)
    }
  }
}
