import ArgumentParser
import LacunaExecution
import LacunaSketching

/// How often and on how much of the machine.
struct RunOptions: ParsableArguments {
  @Option(help: "f64 or f32; both when not given.") var precision: [Precision] = []
  @Option(help: "Threads; 1 and 2 when not given.") var threads: [Int] = []
  @Option(help: "avx512, avx2 or baseline.", transform: InstructionSet.named)
  var instructionSet = InstructionSet.best
  @Option(help: "Measure so many times and take the best.") var `repeat` = 2
  @Flag(
    help: "Count the seconds that threads had of the processors, on a machine that others use too."
  )
  var shared = false

  var precisions: [Precision] { precision.isEmpty ? Precision.allCases : precision }
  var threadCounts: [Int] { threads.isEmpty ? [1, 2] : threads }

  /// The options of a run.
  func execution(_ precision: Precision, threads: Int) -> ExecutionOptions {
    ExecutionOptions(precision: precision, instructionSet: instructionSet, threads: threads)
  }

  /// Measures something a few times.
  func trials(threads: Int, _ body: () throws -> Void) rethrows -> Trials {
    try Trials(`repeat`) {
      try Elapsed.of(body).seconds(threads: threads, isShared: shared)
    }
  }

  /// The peak around what was measured: the better of before and after.
  func withPeak<Result>(
    _ precision: Precision,
    threads: Int,
    _ body: () throws -> Result
  ) rethrows -> (Result, peak: Double) {
    let before = Peak.measure(precision, threads: threads, instructionSet)
    let result = try body()
    return (result, max(before, Peak.measure(precision, threads: threads, instructionSet)))
  }
}
