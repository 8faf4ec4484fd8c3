import Foundation
import Glibc

/// The built executable `lacuna`, run as a child process in a folder.
struct CommandRun {
  /// The folder of the executable and its plugins: that of the test bundle.
  private static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().path

  private let process = Process()
  private let streams: StoreFolder

  /// Starts a command line; with a script, `"$@"` in it is the command line.
  init(_ arguments: [String], in folder: StoreFolder, script: String? = nil) throws {
    streams = try StoreFolder()
    let line = ["\(Self.folder)/lacuna"] + arguments
    process.executableURL = URL(fileURLWithPath: script == nil ? line[0] : "/bin/sh")
    process.arguments = script.map { ["-c", $0, "sh"] + line } ?? arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try handle("output")
    process.standardError = try handle("errors")
    try process.run()
  }

  private func handle(_ name: String) throws -> FileHandle {
    try streams.put([], at: name)
    return try FileHandle(forWritingTo: URL(fileURLWithPath: "\(streams.path)/\(name)"))
  }

  /// Waits until something is so or the process has ended; says whether it is so.
  func waits(until condition: () throws -> Bool) rethrows -> Bool {
    while process.isRunning {
      if try condition() { return true }
      // A look each millisecond leaves the processor to the child.
      _ = poll(nil, 0, 1)
    }
    return try condition()
  }

  /// Ends it at once, whatever it is doing.
  func kill() { _ = Glibc.kill(process.processIdentifier, SIGKILL) }

  /// Waits for its end.
  func wait() throws -> (code: Int32, output: String, errors: String) {
    process.waitUntilExit()
    let status = process.terminationStatus
    return (
      process.terminationReason == .exit ? status : 128 + status,
      String(decoding: try streams.bytes("output"), as: UTF8.self),
      String(decoding: try streams.bytes("errors"), as: UTF8.self)
    )
  }
}
