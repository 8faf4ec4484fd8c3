import Foundation

/// A run of the executable that has ended.
struct Outcome {
  /// The exit code, or 128 and the number of the signal that ended it.
  let code: Int32
  let output: String
  let errors: String
}

extension Outcome {
  /// What went to standard error but for the estimate that `precompute` begins with.
  var complaints: String {
    let expected = ["estimate: about ", "after the first block: about "]
    return errors.split(separator: "\n")
      .filter { line in !expected.contains { line.hasPrefix($0) } }
      .joined(separator: "\n")
  }
}

/// The built executable `lacuna`, run as a child process.
enum Lacuna {
  /// The folder of the executable and its plugins: that of the test bundle.
  static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().path

  /// Runs a command line to its end.
  static func run(
    _ arguments: [String],
    in workshop: Workshop,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    try start(arguments, in: workshop, environment: environment).wait()
  }

  /// Runs a shell script in which `"$@"` is the command line.
  static func run(script: String, _ arguments: [String], in workshop: Workshop) throws -> Outcome {
    let line = ["-c", script, "sh", "\(folder)/lacuna"] + arguments
    return try Child("/bin/sh", line, in: workshop, environment: [:]).wait()
  }

  /// Starts a command line.
  static func start(
    _ arguments: [String],
    in workshop: Workshop,
    environment: [String: String] = [:]
  ) throws -> Child {
    try Child("\(folder)/lacuna", arguments, in: workshop, environment: environment)
  }
}

/// A child process whose output goes to files, so that no pipe can fill up.
struct Child {
  private let process = Process()
  private let output: String
  private let errors: String

  init(
    _ executable: String,
    _ arguments: [String],
    in workshop: Workshop,
    environment: [String: String]
  ) throws {
    let name = UUID().uuidString
    output = "\(workshop.streams)/\(name).out"
    errors = "\(workshop.streams)/\(name).err"
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: workshop.folder)
    process.environment = ProcessInfo.processInfo.environment
      .filter { !$0.key.hasPrefix("LACUNA_") }
      .merging(["XDG_CACHE_HOME": "\(workshop.streams)/cache"].merging(environment) { $1 }) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try Self.handle(output)
    process.standardError = try Self.handle(errors)
    try process.run()
  }

  private static func handle(_ path: String) throws -> FileHandle {
    try Data().write(to: URL(fileURLWithPath: path))
    return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  }

  /// The number of its process.
  var id: Int32 { process.processIdentifier }

  /// Whether it has not ended.
  var isRunning: Bool { process.isRunning }

  /// Sends it a signal.
  func signal(_ number: Int32) {
    kill(process.processIdentifier, number)
  }

  /// Waits for its end.
  func wait() throws -> Outcome {
    process.waitUntilExit()
    let status = process.terminationStatus
    return Outcome(
      code: process.terminationReason == .exit ? status : 128 + status,
      output: try String(contentsOfFile: output, encoding: .utf8),
      errors: try String(contentsOfFile: errors, encoding: .utf8)
    )
  }

  /// Waits until something is so or the process has ended; says whether it is so.
  func waits(until condition: () throws -> Bool) rethrows -> Bool {
    while isRunning {
      if try condition() { return true }
      // A look each millisecond leaves the processor to the child.
      _ = poll(nil, 0, 1)
    }
    return try condition()
  }
}
