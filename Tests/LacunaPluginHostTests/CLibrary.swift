import Foundation

/// Libraries compiled by the tests from C, against the headers of the plugin interface alone.
enum CLibrary {
  /// The folder of the headers, found from this file.
  static let headers = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Sources/CLacunaABI/include").standardizedFileURL.path

  struct CompilationFailure: Error {
    let output: String
  }

  /// Compiles a source to `lib<name>.so` in a folder of its own, and returns the path.
  static func compile(_ name: String, _ source: String) throws -> String {
    let folder = try temporaryFolder()
    let file = "\(folder)/\(name).c"
    let library = "\(folder)/lib\(name).so"
    try source.write(toFile: file, atomically: true, encoding: .utf8)
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "clang", "-std=c11", "-Wall", "-Werror", "-shared", "-fPIC", "-I", headers, "-o", library,
      file,
    ]
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CompilationFailure(output: String(decoding: output, as: UTF8.self))
    }
    return library
  }

  /// A new, empty folder.
  static func temporaryFolder() throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("lacuna-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.path
  }

  /// An entry function that returns a table with these statements applied to it.
  static func entry(_ changes: String) -> String {
    """
    #include <lacuna.h>
    static lacuna_plugin plugin;
    const lacuna_plugin *lacuna_plugin_entry(const lacuna_host *host) {
      (void)host;
      plugin.magic.struct_size = sizeof(lacuna_magic);
      plugin.magic.magic = LACUNA_MAGIC;
      plugin.magic.major = LACUNA_ABI_MAJOR;
      plugin.magic.minor = LACUNA_ABI_MINOR;
      plugin.magic.pointer_width = 64;
      plugin.struct_size = sizeof(lacuna_plugin);
      plugin.name.bytes = "sample";
      plugin.name.length = 6;
      \(changes)
      return &plugin;
    }
    """
  }
}
