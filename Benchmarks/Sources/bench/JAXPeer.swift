import Foundation
import LacunaExecution

/// The strongest JAX peer (see `peers/`): the same work in jitted, batched JAX.
struct JAXPeer {
  let python: String
  let folder: String
  let place: Place
  /// Whether seconds are those that the processes had of the processors.
  let isShared: Bool

  private struct Answer: Decodable {
    let direction_steps_per_second: Double?
    let retrain_steps_per_second: Double?
    let query_steps_per_second: Double?
    let a_processor_second: Double?
  }

  /// Direction-steps a second; nil for a workload without a peer.
  func jets(_ workload: Workload, _ precision: Precision, threads: Int) throws -> Double? {
    guard let arguments = workload.peer else { return nil }
    return try ask(
      arguments + ["--data", workload.data(place), "--mode", "jets"],
      precision,
      threads: threads
    )
  }

  /// Weighting-steps a second of microgpt.
  func retrains(_ precision: Precision, threads: Int) throws -> Double? {
    try ask(
      [
        "--data", Workload.microgpt.data(place), "--mode", "retrain", "--model", "microgpt",
        "--steps", "100", "--positions", "7",
      ],
      precision,
      threads: threads
    )
  }

  /// Query-steps a second of gradients of microgpt through training, of one thread.
  func gradients(_ precision: Precision, queries: Int) throws -> Double? {
    let arguments = [
      "--data", try Workload.microgpt.data(place), "--queries", "\(queries)", "--precision",
      precision.rawValue,
    ]
    return try answer("adjoint_jax.py", arguments)?.query_steps_per_second
  }

  private func ask(
    _ arguments: [String],
    _ precision: Precision,
    threads: Int
  ) throws -> Double? {
    let driver = ["--precision", precision.rawValue, "--threads", "\(threads)"] + arguments
    guard let answer = try answer("bench_jax.py", driver) else { return nil }
    if isShared { return answer.a_processor_second.map { $0 * Double(threads) } }
    return answer.direction_steps_per_second ?? answer.retrain_steps_per_second
  }

  private func answer(_ script: String, _ arguments: [String]) throws -> Answer? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments =
      [
        "\(folder)/\(script)",
        // Compiling takes longer than running: programs of one thread serve two, and the next run.
        "--cache", "\(place.scratch)/jax-cache",
      ] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      FileHandle.standardError.write(Data("the JAX peer failed: \(arguments)\n".utf8))
      return nil
    }
    return try JSONDecoder().decode(Answer.self, from: bytes)
  }
}
