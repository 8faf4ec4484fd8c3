import Foundation
import LacunaConformance
import LacunaPluginHost
import Synchronization

/// Where checks are run: the built executable, and libraries compiled for the purpose.
enum Bench {
  /// The folder of the built products, in which the tests lie.
  static let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().path

  /// A folder for everything that the tests make, emptied by whoever empties the temporary folder.
  static let folder: String = {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("lacuna-conformance-\(getpid())").path
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }()

  private static let headers = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../Sources/CLacunaABI/include").standardizedFileURL.path

  struct CompilationFailure: Error {
    let output: String
  }

  /// Runs checks as `lacuna plugins test` does.
  static func runner(
    seed: UInt64 = 0,
    memoryLimit: UInt64 = 4 << 30,
    width: Int = 1
  ) -> ConformanceRunner {
    ConformanceRunner(
      launcher: CheckLauncher(
        executable: "\(products)/lacuna",
        arguments: ["plugins", "check-one"],
        memoryLimit: memoryLimit
      ),
      scratchRoot: folder,
      seed: seed,
      width: width
    )
  }

  /// The path of a plugin that ships with Lacuna.
  static func shipped(_ name: String) -> String { "\(products)/lib\(name).so" }

  /// Compiles C to a library of its own.
  ///
  /// - Throws: ``CompilationFailure`` with what the compiler says.
  static func compile(
    _ source: String,
    definitions: [String] = [],
    options: [String] = []
  ) throws -> String {
    let place = "\(folder)/\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try source.write(toFile: "\(place)/plugin.c", atomically: false, encoding: .utf8)
    try "{ local: *; };".write(toFile: "\(place)/hide.map", atomically: false, encoding: .utf8)
    let library = "\(place)/libsample.so"
    let process = Process()
    let output = "\(place)/output"
    try Data().write(to: URL(fileURLWithPath: output))
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      [
        "clang", "-std=gnu11", "-O1", "-w", "-shared", "-fPIC", "-fvisibility=default", "-I",
        headers, "-o", library, "\(place)/plugin.c", "-lm", "-lpthread",
      ]
      + definitions.map { "-D\($0)" }
      + options.map { $0.replacing("HIDE", with: "\(place)/hide.map") }
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CompilationFailure(output: try String(contentsOfFile: output, encoding: .utf8))
    }
    return library
  }

  /// Compiles a bad plugin.
  static func compile(_ plugin: BadPlugin) throws -> String {
    try compile(PluginInC.source, definitions: plugin.definitions, options: plugin.options)
  }
}
