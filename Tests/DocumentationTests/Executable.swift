import Foundation

/// The built `lacuna`, and a folder to run it in.
struct Executable {
  /// What a command line did.
  struct Outcome {
    let exitCode: Int32
    let output: String
    let error: String
  }

  /// The folder of the running tests, which is that of the built products.
  static let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()

  /// Where commands run: a new folder with the examples of the package.
  let folder: URL

  /// The folder that comes first on the path.
  private let programs: String

  /// Whether `lacuna` lies beside the running tests, as after `swift build --build-tests`.
  static var isBuilt: Bool {
    FileManager.default.isExecutableFile(atPath: products.appendingPathComponent("lacuna").path)
  }

  /// A new folder for the program in another one, by default for the one that is built.
  init(programs: String = products.path) throws {
    self.programs = programs
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("lacuna-documents-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: folder.appendingPathComponent("Examples"),
      withDestinationURL: Document.root.appendingPathComponent("Examples")
    )
  }

  /// Removes the folder.
  func remove() throws {
    try FileManager.default.removeItem(at: folder)
  }

  /// Builds examples that are libraries in C, in copies of their own.
  func build(_ names: [String]) throws {
    let examples = folder.appendingPathComponent("Examples")
    try FileManager.default.removeItem(at: examples)
    try FileManager.default.copyItem(
      at: Document.root.appendingPathComponent("Examples"),
      to: examples
    )
    let include = Document.root.appendingPathComponent("Sources/CLacunaABI/include").path
    for name in names {
      let outcome = try run("make -B -C Examples/\(name) INCLUDE=\(include)")
      guard outcome.exitCode == 0 else { throw Unbuilt(output: outcome.error) }
    }
  }

  /// An example that does not compile.
  struct Unbuilt: Error {
    let output: String
  }

  /// Runs a line as a shell would, with the built `lacuna` first on the path.
  func run(_ line: String) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("LACUNA_") }
    environment["PATH"] = programs + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    environment["XDG_CACHE_HOME"] = folder.appendingPathComponent(".cache").path
    process.environment = environment
    let names = ["output", "error"].map { folder.appendingPathComponent(".\($0)") }
    for name in names { try Data().write(to: name) }
    process.standardOutput = try FileHandle(forWritingTo: names[0])
    process.standardError = try FileHandle(forWritingTo: names[1])
    try process.run()
    process.waitUntilExit()
    return Outcome(
      exitCode: process.terminationStatus,
      output: try String(contentsOf: names[0], encoding: .utf8),
      error: try String(contentsOf: names[1], encoding: .utf8)
    )
  }
}
