import CJetKernels
import Dispatch
import LacunaExecution
import Synchronization

/// The multiply–adds a second that the machine can do, on some threads at once.
enum Peak {
  /// The best of many short runs of each thread, in thousand millions a second.
  ///
  /// Each is a fraction of a millisecond, so that some of them have the core to themselves.
  static func measure(
    _ precision: Precision,
    threads: Int,
    _ instructionSet: InstructionSet = .best
  ) -> Double {
    let rounds: Int64 = 200_000
    let sum = Mutex(0.0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      var best = 0.0
      for _ in 0..<100 {
        var done = 0.0
        let time = Elapsed.of {
          done = lk_peak(instructionSet.rawValue, Int32(precision.bytes), rounds)
        }
        best = max(best, done / time.wall / 1e9)
      }
      sum.withLock { $0 += best }
    }
    return sum.withLock { $0 }
  }
}
