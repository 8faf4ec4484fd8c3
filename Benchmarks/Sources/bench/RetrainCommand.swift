import ArgumentParser
import LacunaExecution
import LacunaSketching

/// Prints how fast models are trained again.
struct RetrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retrain",
    abstract: "Banks of microgpt trained again, weighting-steps a second."
  )

  @OptionGroup var place: Place
  @OptionGroup var options: RunOptions
  @Option(help: "Deletion sets.") var sets = 256
  @Option(help: "Only so many steps.") var steps: Int?

  func run() throws {
    let problem = try Workload.microgpt.problem(in: place, steps: steps)
    let weightings = (0..<sets).map { set in
      Retraining.weights(
        deleting: (0..<4).map { (set * 4 + $0) % problem.dataset.count },
        count: problem.dataset.count
      )
    }
    print("retraining, \(sets) deletion sets, \(options.instructionSet.name)")
    var table = Table([
      "precision", "threads", "peak, G/s", "weighting-steps/s", "spread", "of the peak",
      "to one thread", "JAX", "ratio",
    ])
    for precision in options.precisions {
      var single: Double?
      for threads in options.threadCounts {
        let execution = options.execution(precision, threads: threads)
        let retraining = try Retraining(problem, options: execution)
        let needed = try TrainingPlan(problem, ring: .lanes, options: execution).multiplyAddsPerStep
        let (trials, peak) = try options.withPeak(precision, threads: threads) {
          try options.trials(threads: threads) {
            _ = try retraining.parameters(weightings: weightings)
          }
        }
        let rate = Double(sets * problem.stepCount) / trials.best
        if threads == 1 { single = rate }
        let jax = try place.peer(isShared: options.shared)?.retrains(precision, threads: threads)
        table.add([
          precision.rawValue, "\(threads)", figure(peak, 1), figure(rate, 0),
          percent(trials.spread),
          percent(rate * needed / peak / 1e9), single.map { figure(rate / $0, 2) } ?? "–",
          jax.map { figure($0, 0) } ?? "–", jax.map { figure(rate / $0, 1) } ?? "–",
        ])
      }
    }
    print(table.text + "\n")
  }
}
