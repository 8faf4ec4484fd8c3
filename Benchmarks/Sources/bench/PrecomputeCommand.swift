import ArgumentParser
import Foundation
import LacunaExecution
import LacunaSketching

/// Prints how fast jets go through training, as a fraction of what the machine can do.
struct PrecomputeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "precompute",
    abstract: "Direction-steps a second, as a fraction of the machine's peak and against JAX."
  )

  @OptionGroup var place: Place
  @OptionGroup var options: RunOptions
  @Option(help: "Which workloads: \(Workload.catalogue.map(\.name).joined(separator: ", ")).")
  var workload: [String] = []

  func run() throws {
    let chosen = try workload.isEmpty ? Workload.catalogue : workload.map(Workload.named)
    print("precompute, \(options.instructionSet.name)")
    var table = Table([
      "workload", "precision", "threads", "peak, G/s", "direction-steps/s", "spread", "of the peak",
      "to one thread", "JAX", "JAX, of the peak", "ratio",
    ])
    for workload in chosen {
      let problem = try workload.problem(in: place)
      for precision in options.precisions {
        var single: Double?
        for threads in options.threadCounts {
          let rate = try measure(workload, problem, precision, threads: threads)
          let peer = place.peer(isShared: options.shared)
          let jax = try peer?.jets(workload, precision, threads: threads)
          if threads == 1 { single = rate.perSecond }
          table.add([
            workload.name, precision.rawValue, "\(threads)", figure(rate.peak, 1),
            figure(rate.perSecond, rate.perSecond < 100 ? 2 : 0), percent(rate.spread),
            percent(rate.share), single.map { figure(rate.perSecond / $0, 2) } ?? "–",
            jax.map { figure($0, $0 < 100 ? 2 : 0) } ?? "–",
            jax.map { percent(rate.share * $0 / rate.perSecond) } ?? "–",
            jax.map { figure(rate.perSecond / $0, 1) } ?? "–",
          ])
        }
      }
    }
    print(table.text + "\n")
  }

  private func measure(
    _ workload: Workload,
    _ problem: TrainingProblem,
    _ precision: Precision,
    threads: Int
  ) throws -> Rate {
    let directions = workload.directionCount(precision)
    let precompute = try Precompute(
      problem,
      directions: .random(seed: 0),
      degree: workload.degree,
      options: options.execution(precision, threads: threads)
    )
    let (trials, peak) = try options.withPeak(precision, threads: threads) {
      try options.trials(threads: threads) {
        try precompute.run([0..<directions], onBase: { _ in }, onShard: { _ in })
      }
    }
    let steps = Double(directions * problem.stepCount)
    return Rate(
      perSecond: steps / trials.best,
      spread: trials.spread,
      peak: peak,
      share: steps * (precompute.plan?.multiplyAddsPerStep ?? 0) / trials.best / peak / 1e9
    )
  }

  private struct Rate {
    var perSecond: Double
    var spread: Double
    /// Thousand millions a second.
    var peak: Double
    /// Of the peak.
    var share: Double
  }
}
