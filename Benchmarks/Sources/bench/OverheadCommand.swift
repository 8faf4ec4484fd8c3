import ArgumentParser
import Foundation
import LacunaExecution
import LacunaSketching

/// Prints what the host itself costs: everything but kernels.
struct OverheadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "overhead",
    abstract: "What loading, encoding, tracing, planning and dispatching cost in a precompute."
  )

  @OptionGroup var place: Place
  @OptionGroup var options: RunOptions
  @Option(help: "Of the whole precompute.") var directions = 512

  func run() throws {
    let workload = Workload.microgpt
    print("the host's own time in \(workload.title), \(directions) directions, one thread")
    var table = Table([
      "precision", "load, encode, trace, ms", "plan, ms", "dispatch of a block, ms", "a block, ms",
      "of the whole",
    ])
    for precision in options.precisions {
      let execution = options.execution(precision, threads: 1)
      var problem = try workload.problem(in: place)
      let prepare = try options.trials(threads: 1) { problem = try workload.problem(in: place) }
      var plan = try TrainingPlan(problem, ring: .jet(degree: workload.degree), options: execution)
      let planning = try options.trials(threads: 1) {
        plan = try TrainingPlan(problem, ring: .jet(degree: workload.degree), options: execution)
      }
      let run = try TrainingRun(plan)
      let psi = (0..<precision.lanes).map {
        LacunaSketching.Directions.random(seed: 0).direction($0, units: problem.unitCount)
      }
      let block = try options.trials(threads: 1) {
        try run.train(.directions(psi), options: execution)
      }
      run.profiler = PlanProfiler(skippingKernels: true)
      let dispatch = try options.trials(threads: 1) {
        try run.train(.directions(psi), options: execution)
      }
      let blocks = Double((directions + precision.lanes - 1) / precision.lanes)
      let own = prepare.best + planning.best + blocks * dispatch.best
      let whole = prepare.best + planning.best + blocks * block.best
      table.add([
        precision.rawValue, figure(prepare.best * 1e3, 1), figure(planning.best * 1e3, 1),
        figure(dispatch.best * 1e3, 1), figure(block.best * 1e3, 1), percent(own / whole, 2),
      ])
    }
    print(table.text + "\n")
  }
}
