import CJetKernels

/// Runs with a clock around each call of a kernel.
extension BoundPlan {
  /// Runs the program once, as `run()` does, and notes how long each call took.
  ///
  /// The clock is read once a call and piece, about 25 ns each; the profiler takes its own cost off.
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
    var last = lk_nanoseconds()
    for (number, stage) in plan.stages.enumerated() {
      if stage.isChain {
        chainKernel(&chains[number])
        let now = lk_nanoseconds()
        for index in stage.calls { record.add((now - last) / Int64(stage.calls.count), to: index) }
        last = now
        continue
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
    }
  }
}
