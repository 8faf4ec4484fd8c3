import CJetKernels

/// Runs with a clock around each call of a kernel.
extension BoundPlan {
  /// Runs the program once, as `run()` does, and notes how long each call took.
  ///
  /// The clock is read once a call and piece, about 25 ns each; the profiler takes its own cost off. Of long
  /// stages only the share counts in which this thread had a processor.
  public func run(notingIn profiler: PlanProfiler) {
    runShared(notingIn: profiler)
    runLanes(notingIn: profiler)
  }

  /// Does what `runShared()` does, and notes how long each call took.
  public func runShared(notingIn profiler: PlanProfiler) {
    if profiler.skipsKernels { return withoutKernels { runShared() } }
    let record = profiler.record(of: plan)
    record.beginShared()
    relocateShared()
    var last = lk_nanoseconds()
    for index in 0..<plan.sharedCount {
      kernels[index](&arguments[index])
      let now = lk_nanoseconds()
      record.add(now - last, to: index)
      last = now
    }
  }

  /// Does what `runLanes()` does, and notes how long each call took; the time of a chain is cut evenly.
  public func runLanes(notingIn profiler: PlanProfiler) {
    if profiler.skipsKernels { return withoutKernels { runLanes() } }
    let record = profiler.record(of: plan)
    record.beginLanes()
    relocateLanes()
    for (number, stage) in plan.stages.enumerated() {
      guard record.isLong[number] else {
        _ = run(number, stage, notingIn: record)
        continue
      }
      let before = lk_thread_nanoseconds()
      let wall = run(number, stage, notingIn: record)
      let own = lk_thread_nanoseconds() - before
      if own < wall { record.scale(stage.calls, by: Double(own) / Double(wall)) }
    }
  }

  /// Runs a stage and returns how long it took.
  private func run(_ number: Int, _ stage: Stage, notingIn record: PlanRecord) -> Int64 {
    let start = lk_nanoseconds()
    var last = start
    if stage.isChain {
      chainKernel(&chains[number])
      let time = lk_nanoseconds() - start
      for index in stage.calls { record.add(time / Int64(stage.calls.count), to: index) }
      return time
    }
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
}
