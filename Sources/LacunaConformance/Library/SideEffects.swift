import Foundation

/// Looks at the process before and after the library is loaded.
enum SideEffects {
  /// Folders of its own, so that what is written can be told from what others write.
  private static let variables = [
    "HOME", "TMPDIR", "TMP", "TEMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR", "XDG_STATE_HOME",
  ]

  static func check(_ context: CheckContext, _ part: KeyPath<ProcessSnapshot, [String]>) throws {
    let folder = "\(context.scratch)/world"
    for name in ["work", "home"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder)/\(name)",
        withIntermediateDirectories: true
      )
    }
    for name in variables { setenv(name, "\(folder)/home", 1) }
    _ = FileManager.default.changeCurrentDirectoryPath("\(folder)/work")
    let output = "\(context.scratch)/output"
    let kept = [dup(1), dup(2)]
    let file = open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw NotApplicable("the output cannot be caught in \(output)") }
    dup2(file, 1)
    dup2(file, 2)
    // What is done for the first time may leave something behind, and is not the plugin's.
    _ = ProcessSnapshot(folder: folder, output: output)[keyPath: part]
    let before = ProcessSnapshot(folder: folder, output: output)[keyPath: part]
    let loaded = Result { _ = try RawPlugin(context.path).table() }
    let after = ProcessSnapshot(folder: folder, output: output)[keyPath: part]
    for (number, original) in kept.enumerated() { dup2(original, Int32(number + 1)) }
    try loaded.get()
    let known = Set(before)
    let left = Set(after)
    let new = after.filter { !known.contains($0) }
    let gone = before.filter { !left.contains($0) }
    guard new.isEmpty, gone.isEmpty else {
      let words = new.prefix(4).map { "after: \($0)" } + gone.prefix(4).map { "before: \($0)" }
      throw Finding("loading the library left something behind\n" + words.joined(separator: "\n"))
    }
  }
}
