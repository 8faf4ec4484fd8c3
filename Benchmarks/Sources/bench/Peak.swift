import CJetKernels
import Dispatch
import LacunaExecution

/// The multiply–adds a second that the machine can do, on some threads at once.
enum Peak {
  /// The best of a few short runs, in thousand millions a second.
  static func measure(_ precision: Precision, threads: Int) -> Double {
    let isa = InstructionSet.best.rawValue
    let rounds: Int64 = 20_000_000
    var best = 0.0
    for _ in 0..<3 {
      let seconds = Clock.seconds {
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
          _ = lk_peak(isa, Int32(precision.bytes), rounds)
        }
      }
      let done = Double(rounds) * 12 * Double(precision.lanes) * Double(threads)
      best = max(best, done / seconds / 1e9)
    }
    return best
  }
}

/// Wall time.
enum Clock {
  /// The seconds that something takes.
  static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let duration = try ContinuousClock().measure(body)
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}
