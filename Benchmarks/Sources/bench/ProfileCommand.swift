import ArgumentParser
import Foundation
import LacunaExecution
import LacunaSketching

/// Prints where the time of a workload goes, on one thread.
struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Shows where the time of a workload goes: by kernel, operation and memory."
  )

  @OptionGroup var place: Place
  @Option(help: "Which workloads: \(Workload.catalogue.map(\.name).joined(separator: ", ")).")
  var workload: [String] = []
  @Option(help: "f64 or f32.") var precision = Precision.float64
  @Option(help: "avx512, avx2 or baseline.", transform: InstructionSet.named)
  var instructionSet = InstructionSet.best
  @Option(help: "Only so many steps.") var steps: Int?
  @Option(help: "Another degree than the workload's.") var degree: Int?
  @Option(help: "Blocks of lanes, trained together.") var blocks = 1
  @Option(help: "Show so many single calls, the longest first.") var calls = 0
  @Flag(help: "Real lanes with weights of 0 and 1, as retraining has them, in place of jets.")
  var retraining = false

  func run() throws {
    let chosen = try workload.isEmpty ? Workload.catalogue : workload.map(Workload.named)
    for workload in chosen { try profile(workload) }
  }

  private func profile(_ workload: Workload) throws {
    let problem = try workload.problem(in: place, steps: steps)
    let options = ExecutionOptions(precision: precision, instructionSet: instructionSet)
    let degree = degree ?? workload.degree
    let plan = try TrainingPlan(
      problem,
      ring: retraining ? .lanes : .jet(degree: degree),
      options: options
    )
    let before = Peak.measure(precision, threads: 1, instructionSet)
    var plain = Double.infinity
    let run = try TrainingRun(plan, blocks: blocks)
    for _ in 0..<2 {
      plain = try min(plain, Elapsed.of { try train(run, options) }.processor / Double(blocks))
    }
    let profiler = PlanProfiler()
    run.profiler = profiler
    try train(run, options)
    let peak = max(before, Peak.measure(precision, threads: 1, instructionSet))
    let report = ProfileReport(
      calls: profiler.calls(caches: Machine.caches.map(\.bytes)),
      peak: peak * 1e9,
      caches: Machine.caches
    )
    print(
      "\(workload.title), \(retraining ? "retraining" : "degree \(degree)"), \(precision.rawValue), "
        + "\(instructionSet.name), one thread, peak \(figure(peak, 1)) G/s"
    )
    let steps = Double(problem.stepCount)
    print(
      "a step of \(precision.lanes) lanes: "
        + "\(figure(plain / steps * 1e6, 1)) µs without the profiler; in kernels "
        + "\(figure(report.seconds / steps / Double(blocks) * 1e6, 1)) µs; "
        + "of the peak \(percent(plan.multiplyAddsPerStep * Double(precision.lanes) * steps / plain / peak / 1e9))"
    )
    print(
      "memory of a thread: state \(megabytes(plan.layout.primalBytes + plan.layout.blockBytes)), "
        + "all \(megabytes(plan.bytes(blocks: blocks))); kernel calls a run of a plan: "
        + "\(plan.plans.map { String($0.callCount) }.joined(separator: ", "))"
    )
    for table in report.tables(calls: calls) { print("\n" + table) }
    print("")
  }

  /// Trains all blocks together, as one thread of a precompute does.
  private func train(_ run: TrainingRun, _ options: ExecutionOptions) throws {
    let lanes = options.precision.lanes
    let units = run.plan.problem.unitCount
    let weights: [LaneWeights] = (0..<blocks).map { block in
      let numbers = block * lanes..<(block + 1) * lanes
      return retraining
        ? .weights(
          numbers.map { Retraining.weights(deleting: [$0, $0 + 1, $0 + 2], count: units) }
        )
        : .directions(numbers.map { Directions.random(seed: 0).direction($0, units: units) })
    }
    try run.train(weights, options: options)
  }
}
