import ArgumentParser
import Foundation
import LacunaExecution

/// Prints the figures of the project in one run, as ratios.
@main struct Bench: ParsableCommand {
  @Option(help: "The names.") var data: String
  @Option(help: "The folder with libmicrogpt.so.") var plugins: String
  @Option(help: "Directions a precompute.") var directions = 128
  @Option(help: "A Python with JAX, or nothing to leave the peer out.") var python: String?
  @Option(help: "The folder of the peer.") var peer = "peers"

  func run() throws {
    let work = Workload(data: data, plugins: plugins)
    let peers = python.map { JAXPeer(python: $0, folder: peer, data: data) }
    print(
      "instruction set \(InstructionSet.best.name), \(ProcessInfo.processInfo.activeProcessorCount) cores"
    )
    print("microgpt, 1000 names, degree 3, \(directions) directions, end to end")
    print(
      row([
        "precision", "threads", "FMA peak G/s", "direction-steps/s", "of peak", "JAX", "of peak",
        "ratio",
      ])
    )
    for precision in Precision.allCases {
      for threads in [1, 2] {
        let before = Peak.measure(precision, threads: threads)
        let made = try work.precompute(precision, threads: threads, directions: directions)
        let peak = max(before, Peak.measure(precision, threads: threads))
        let rate = made.directionSteps / made.seconds
        let share = made.multiplyAdds / made.seconds / 1e9 / peak
        let jax = try peers?.rate("jets", precision, threads: threads)
        print(
          row([
            precision.rawValue, "\(threads)", figure(peak, 1), figure(rate, 0),
            figure(100 * share, 1) + " %", jax.map { figure($0, 0) } ?? "–",
            jax.map { figure(100 * share * $0 / rate, 1) + " %" } ?? "–",
            jax.map { figure(rate / $0, 1) } ?? "–",
          ])
        )
      }
    }
    print("retraining: weightings times steps a second")
    print(row(["precision", "threads", "Lacuna", "JAX", "ratio"]))
    for precision in Precision.allCases {
      for threads in [1, 2] {
        let rate = try work.retrain(precision, threads: threads, sets: 64)
        let jax = try peers?.rate("retrain", precision, threads: threads)
        print(
          row([
            precision.rawValue, "\(threads)", figure(rate, 0),
            jax.map { figure($0, 0) } ?? "–", jax.map { figure(rate / $0, 1) } ?? "–",
          ])
        )
      }
    }
  }

  private func figure(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }

  private func row(_ cells: [String]) -> String {
    cells.map { $0.padding(toLength: 18, withPad: " ", startingAt: 0) }.joined()
  }
}
