import Foundation
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// The plugins that the package builds, beside the executable of the tests.
let shippedPlugins = PluginRegistry(
  locator: PluginLocator(folders: [], executable: CommandLine.arguments[0])
)

/// The folder of the package.
let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("../..").standardizedFileURL.path

/// A folder with a manifest and a library compiled from C, removed when the test has ended.
final class Bench: Sendable {
  let folder: String

  init() throws {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("lacuna-foreign-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    folder = place.path
  }

  /// A copy of an example, built by its Makefile.
  convenience init(example name: String) throws {
    try self.init()
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(root)/Examples/\(name)")
    for file in files where !file.hasSuffix(".so") {
      try FileManager.default.copyItem(
        atPath: "\(root)/Examples/\(name)/\(file)",
        toPath: path(file)
      )
    }
    _ = try run(["make", "-C", folder, "INCLUDE=\(root)/Sources/CLacunaABI/include"])
  }

  /// A library `libsample.so` of a source, and its manifest.
  convenience init(_ source: String, _ manifest: String) throws {
    try self.init()
    try compile(source)
    try write(manifest)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  var manifestPath: String { path("sample.lacuna.json") }

  func write(_ manifest: String) throws {
    try manifest.write(toFile: manifestPath, atomically: true, encoding: .utf8)
  }

  func compile(_ source: String, name: String = "sample") throws {
    let head = """
      #include <complex.h>
      #include <math.h>
      #include <stddef.h>
      #include <stdint.h>
      #include <lacuna/signature.h>

      """
    try (head + source).write(toFile: path("\(name).c"), atomically: true, encoding: .utf8)
    _ = try run([
      "clang", "-std=c11", "-Wall", "-Werror", "-O1", "-shared", "-fPIC", "-I",
      "\(root)/Sources/CLacunaABI/include", "-o", path("lib\(name).so"), path("\(name).c"), "-lm",
    ])
  }

  /// Plugins of this folder alone.
  func registry(trusting: Bool = false, log: @escaping @Sendable (String) -> Void = { _ in })
    -> PluginRegistry
  {
    PluginRegistry(
      locator: PluginLocator(folders: [folder]),
      foreign: ForeignOptions(trustsManifests: trusting, log: log)
    )
  }

  /// The measurement of a name.
  func measurement(_ name: String, trusting: Bool = false) throws -> ForeignMeasurement {
    guard case .foreign(let found) = try registry(trusting: trusting).offeredMeasurement(name)
    else { throw Failure(output: "'\(name)' is a plugin's") }
    return found
  }
}

/// A command that failed, or something that is not what it should be.
struct Failure: Error {
  let output: String
}

/// Runs a command and returns what it writes.
@discardableResult
func run(_ arguments: [String], expecting code: Int32 = 0) throws -> String {
  let process = Process()
  let pipe = Pipe()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = arguments
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  guard process.terminationStatus == code else { throw Failure(output: output) }
  return output
}

/// A manifest of one measurement.
func manifest(
  _ signature: String,
  _ arguments: [String],
  more: String = "",
  library: String = #""library": "libsample.so""#
) -> String {
  """
  {"lacuna": 1, "name": "sample", "version": "1.0", \(library),
   "measurements": [{"name": "m", "summary": "s", "signature": "\(signature)",
     "arguments": [\(arguments.map { "\"\($0)\"" }.joined(separator: ", "))] \(more)}]}
  """
}

/// The message of what a function throws, or nothing.
func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "nothing was thrown"
  } catch let error as any LacunaError {
    return error.description
  } catch {
    return "\(error)"
  }
}

extension Complex {
  /// The absolute value of the difference.
  func distance(to other: Complex) -> Double {
    let (x, y) = (re - other.re, im - other.im)
    return (x * x + y * y).squareRoot()
  }

  /// The absolute value.
  var size: Double { (re * re + im * im).squareRoot() }
}
