import CJetKernels

/// Runs with a clock around each call of a kernel.
extension BoundPlan {
  /// Runs the program once, as `run()` does, and notes how long each call took.
  ///
  /// The clock is read once a call and piece, about 25 ns each; the profiler takes its own cost off. Of long
  /// stages only the share counts in which this thread had a processor.
  public func run(notingIn profiler: PlanProfiler) {
    guard !profiler.skipsKernels else { return runWithoutKernels() }
    let record = profiler.record(of: plan)
    record.begin()
    for (number, stage) in plan.stages.enumerated() {
      guard record.isLong[number] else {
        _ = run(stage, notingIn: record)
        continue
      }
      let before = lk_thread_nanoseconds()
      let wall = run(stage, notingIn: record)
      let own = lk_thread_nanoseconds() - before
      if own < wall { record.scale(stage.calls, by: Double(own) / Double(wall)) }
    }
  }

  /// Runs a stage and returns how long it took.
  private func run(_ stage: Stage, notingIn record: PlanRecord) -> Int64 {
    let start = lk_nanoseconds()
    var last = start
    let (count, piece) = stage.streamed ?? (1, 1)
    var done = 0
    while done < count {
      for index in stage.calls {
        if stage.streamed != nil { arguments[index].extents.0 = Int64(min(piece, count - done)) }
        kernels[index](&arguments[index])
        if stage.streamed != nil { move(index, by: 1) }
        let now = lk_nanoseconds()
        record.add(now - last, to: index)
        last = now
      }
      done += piece
    }
    if stage.streamed != nil { for index in stage.calls { move(index, by: -(done / piece)) } }
    return last - start
  }

  /// Goes through all calls, each of which does nothing.
  private func runWithoutKernels() {
    let work = Array(kernels)
    kernels.update(repeating: { _ in })
    run()
    _ = kernels.update(from: work)
  }
}
