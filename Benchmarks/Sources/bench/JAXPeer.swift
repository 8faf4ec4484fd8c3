import Foundation
import LacunaExecution

/// The strongest JAX peer (see `peers/`): the same work in jitted, batched JAX.
struct JAXPeer {
  let python: String
  let folder: String
  let data: String

  private struct Answer: Decodable {
    let direction_steps_per_second: Double?
    let retrain_steps_per_second: Double?
  }

  /// Steps a second: times directions for jets, times weightings for retrains.
  func rate(_ mode: String, _ precision: Precision, threads: Int) throws -> Double? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [
      "\(folder)/bench_jax.py", "--data", data, "--examples", "1000", "--steps",
      mode == "jets" ? "12" : "100", "--directions", mode == "jets" ? "256" : "1024",
      "--precision", precision.rawValue, "--threads", "\(threads)", "--mode", mode,
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    let answer = try JSONDecoder().decode(Answer.self, from: bytes)
    return answer.direction_steps_per_second ?? answer.retrain_steps_per_second
  }
}
