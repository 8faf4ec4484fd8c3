import Foundation

/// The part of the corpus that is written in Swift: one library, copied for each fault.
enum SwiftCorpus {
  /// The plugins.
  static let plugins = CorpusPlugin.all("Swift", ending: ".swift")

  /// The library of a plugin, whose name chooses its fault.
  ///
  /// - Throws: ``Bench/CompilationFailure`` with what the compiler says.
  static func library(_ plugin: CorpusPlugin) throws -> String { try library(plugin.name) }

  /// The library of a fault.
  static func library(_ name: String) throws -> String {
    let original = try built.get()
    let copy = "\((original as NSString).deletingLastPathComponent)/lib\(name).so"
    if !FileManager.default.fileExists(atPath: copy) {
      try FileManager.default.copyItem(atPath: original, toPath: copy)
    }
    return copy
  }

  private static let built = Result { try build() }

  /// Compiles the sources against the modules of the package, built already.
  private static func build() throws -> String {
    let root = URL(fileURLWithPath: CorpusPlugin.folder).appendingPathComponent("../../..")
      .standardizedFileURL.path
    let place = "\(Bench.folder)/swift-corpus"
    let files = FileManager.default
    try files.createDirectory(atPath: place, withIntermediateDirectories: true)
    func paths(_ folder: String, _ ending: String) throws -> [String] {
      try files.contentsOfDirectory(atPath: folder).sorted().filter { $0.hasSuffix(ending) }
        .map { "\(folder)/\($0)" }
    }
    let modules = ["LacunaPluginKit", "LacunaProtocols", "CLacunaABI"]
    let objects = try modules.flatMap { try paths("\(Bench.products)/\($0).build", ".o") }
    let interface = "\(root)/Sources/CLacunaABI/include"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      [
        "swiftc", "-swift-version", "6", "-module-name", "SwiftCorpusPlugin", "-parse-as-library",
        "-Onone", "-emit-library", "-o", "\(place)/liboriginal.so", "-I",
        "\(Bench.products)/Modules", "-I", interface, "-Xcc",
        "-fmodule-map-file=\(interface)/module.modulemap",
      ] + (try paths("\(CorpusPlugin.folder)/Swift", ".swift")) + objects
      + [
        "-Xlinker", "--version-script=\(root)/Plugins/exports.map", "-Xlinker", "-z", "-Xlinker",
        "nodelete",
      ]
    let output = "\(place)/output"
    try Data().write(to: URL(fileURLWithPath: output))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardOutput = process.standardError
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Bench.CompilationFailure(output: try String(contentsOfFile: output, encoding: .utf8))
    }
    return "\(place)/liboriginal.so"
  }
}
