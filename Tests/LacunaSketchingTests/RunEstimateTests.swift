import LacunaExecution
import LacunaProtocols
import LacunaSketching
import LacunaStores
import MicrogptPlugin
import Synchronization
import Testing

/// What a run will cost, against what is counted otherwise.
struct RunEstimateTests {
  private func precompute(
    steps: Int = 12,
    names: [String] = ["anna", "bert", "cleo"],
    degree: Int = 2,
    _ options: ExecutionOptions = ExecutionOptions()
  ) throws -> Precompute {
    let dataset = Dataset(madeUp: names.map { Record(text: $0) }, format: .lines)
    let learner = try Microgpt(
      configuration: Configuration(schema: Microgpt.descriptor.schema),
      records: dataset.records
    )
    let problem = try TrainingProblem(
      name: "microgpt",
      learner: learner,
      dataset: dataset,
      steps: steps,
      initialState: .drawn(seed: 1)
    )
    return try Precompute(
      problem,
      directions: .random(seed: 11),
      degree: degree,
      options: options
    )
  }

  private func ranges(_ count: Int, _ shard: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: shard).map { $0..<min($0 + shard, count) }
  }

  /// Steps of the same shape, and a clock that goes on by a second each time it is looked at.
  @Test(arguments: [1.0, 3, 7, 100])
  func `a retrain takes what its first steps take, times their number`(limit: Double) throws {
    let problem = try precompute(steps: 40).problem
    let time = Mutex(0.0)
    let trial = RetrainTrial(problem, options: ExecutionOptions(), limit: limit) {
      time.withLock { time in
        time += 1
        return time
      }
    }
    let seconds = try #require(try trial.run())
    // Tried to its end, the time is what it took: a look before, one after each step, one at the end.
    #expect(abs(seconds - (limit < 40 ? 40 : 41)) < 1e-9)
    #expect(time.withLock { $0 } == (limit < 40 ? limit + 2 : 42))
  }

  @Test func `memory is linear in lanes and threads and does not depend on steps`() throws {
    func memory(_ shard: Int, threads: Int, steps: Int = 12) throws -> MemoryEstimate {
      let precompute = try precompute(steps: steps, .init(threads: threads))
      return MemoryEstimate(precompute, ranges(1024, shard), process: 1000)
    }
    let one = try memory(16, threads: 1)
    #expect(one.shardsAtOnce == 1)
    #expect(one == (try memory(16, threads: 1, steps: 300)))
    for threads in [2, 3, 7] {
      let found = try memory(16, threads: threads)
      // With more threads, each may have fewer blocks to train together.
      #expect(found.allThreads <= threads * one.allThreads)
      #expect(found.allThreads > (threads - 1) * one.allThreads / 2)
      #expect(found.total == 1000 + found.allThreads + found.allShards)
      #expect(found.shardsAtOnce >= 2 && found.shardsAtOnce <= threads + 1)
    }
    // A shard is its numbers, and a header of less than four kilobytes.
    let numbers = try precompute().problem.parameters.reduce(0) { $0 + $1.shape.reduce(1, *) }
    for shard in [16, 64, 512] {
      let found = try memory(shard, threads: 1).shard - shard * 2 * numbers * 16
      #expect((1..<4096).contains(found))
    }
  }

  @Test(arguments: [Precision.float64, .float32])
  func `a thread takes what its workspace takes`(_ precision: Precision) throws {
    let precompute = try precompute(.init(precision: precision))
    let plan = try #require(precompute.plan)
    let memory = MemoryEstimate(precompute, ranges(64, 64), process: 0)
    let blocks = 64 / precision.lanes
    #expect(memory.workspace == plan.bytes(blocks: blocks))
    let bytes = [2, 3, 4].map { plan.bytes(blocks: $0) }
    #expect(
      bytes[1] - bytes[0] == plan.layout.blockBytes && bytes[2] - bytes[1] == bytes[1] - bytes[0]
    )
    // Jets of the state, at least: the primal, and c₁, c₂ for all lanes.
    let state = precompute.problem.state.reduce(0) { $0 + $1.shape.reduce(1, *) }
    #expect(memory.workspace > state * (2 * 2 * 64 + precision.bytes))
    #expect(memory.directions == 64 * 3 * 16)
    #expect(memory.calls > 0)
    let (one, two) = (ranges(64, 64), ranges(128, 64))
    let work = try #require(WorkEstimate(precompute, one))
    let double = try #require(WorkEstimate(precompute, two))
    #expect(double.multiplyAdds == 2 * work.multiplyAdds)
    #expect(work.multiplyAdds == work.multiplyAddsPerStep * 64 * 12)
    #expect(work.multiplyAddsPerStep == plan.multiplyAddsPerStep)
  }

  @Test func `the shares of steps in the work add up, and longer names have more`() throws {
    let plan = try #require(try precompute(steps: 6, names: ["al", "albertine", "bo"]).plan)
    let shares = (0..<6).map { plan.work(inSteps: Double($0) + 1) - plan.work(inSteps: Double($0)) }
    #expect(plan.work(inSteps: 0) == 0 && plan.work(inSteps: 6) == 1)
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    #expect(abs(plan.work(inSteps: 1.5) - shares[0] - shares[1] / 2) < 1e-12)
    for (short, long) in [(0, 1), (2, 1), (3, 4), (5, 4)] { #expect(shares[short] < shares[long]) }
    #expect(abs(shares[0] - shares[2]) < 1e-12)
  }

  @Test(arguments: [(8, 1), (40, 5), (41, 6)])
  func `a trial on a made-up clock tells the time of the run`(_ count: Int, _ rounds: Int) throws {
    let steps = 500
    let precompute = try precompute(steps: steps)
    // Each look at the clock is a second: two for a step, one for the directions of a piece.
    let looks = Mutex(0.0)
    let asked = Mutex<[Double]>([])
    let made = RunTrial(precompute, ranges(count, 64)) { projected in
      asked.withLock { $0.append(projected) }
      return 25
    } seconds: {
      looks.withLock { looks in
        looks += 1
        return looks
      }
    }
    let trial = try #require(made)
    let expected = Double(rounds) * (2 * Double(steps) + 1)
    let found = try #require(try trial.run())
    #expect(abs(found - expected) < 1e-6 * expected, "\(found) instead of \(expected)")
    // It ends soon after its limit.
    #expect(looks.withLock { $0 } < 40)
    #expect(asked.withLock { !$0.isEmpty })
  }

  @Test func `a trial that is cancelled, and one of the whole run`() throws {
    let cancelled = try precompute(.init(isCancelled: { true }))
    let clock = Mutex(0.0)
    let tick = { @Sendable in
      clock.withLock { clock in
        clock += 1
        return clock
      }
    }
    let stopped = RunTrial(cancelled, ranges(8, 8), limit: { _ in 1 }, seconds: tick)
    let trial = try #require(stopped)
    #expect(throws: SketchingError.interrupted) { try trial.run() }
    let short = try precompute(steps: 3)
    let made = RunTrial(short, ranges(8, 8), limit: { _ in .infinity }, seconds: tick)
    let whole = try #require(made)
    let found = try #require(try whole.run())
    #expect(abs(found - 7) < 1e-9, "\(found) instead of 7")
  }
}
