import Foundation

extension Workshop {
  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: path(name),
      withIntermediateDirectories: true
    )
  }

  /// Compiles C against the headers of the plugin interface to `lib<name>.so`.
  func compile(_ name: String, _ source: String) throws {
    try write("\(name).c", source)
    let headers = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Sources/CLacunaABI/include").standardizedFileURL.path
    let compiler = try Child(
      "/usr/bin/env",
      [
        "clang", "-std=c11", "-Wall", "-Werror", "-shared", "-fPIC", "-I", headers,
        "-o", "lib\(name).so", "\(name).c",
      ],
      in: self,
      environment: [:]
    )
    let outcome = try compiler.wait()
    guard outcome.code == 0 else { throw Failed(outcome: outcome) }
  }
}
