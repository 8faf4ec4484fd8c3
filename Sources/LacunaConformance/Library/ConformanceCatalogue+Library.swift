import LacunaPluginHost

/// Checks of the library as a file, of its tables, and of what loading it does.
extension ConformanceCatalogue {
  static let library: [ConformanceCheck] = file + block + sideEffects

  /// The library as a file.
  static let file: [ConformanceCheck] = [
    ConformanceCheck(
      .library,
      "loads",
      .must,
      clause: "1.3",
      "it can be loaded with all symbols and libraries that it needs, and describes itself",
      timeout: 10
    ) { _ = try PluginLibrary.load($0.path) },
    ConformanceCheck(
      .library,
      "entry-symbol",
      .must,
      clause: "1.1",
      "lacuna_plugin_entry is a function that the dynamic linker sees",
      body: LibraryFile.entrySymbol
    ),
    ConformanceCheck(
      .library,
      "only-export",
      .should,
      clause: "1.2",
      "it exports nothing but the entry",
      body: LibraryFile.onlyExport
    ),
    ConformanceCheck(
      .library,
      "no-collision",
      .must,
      clause: "1.2",
      "nothing that it exports is defined by the host already",
      body: LibraryFile.noCollision
    ),
    ConformanceCheck(
      .library,
      "no-executable-stack",
      .should,
      clause: "1.4",
      "loading it does not make stacks executable",
      body: LibraryFile.stack
    ),
    ConformanceCheck(
      .library,
      "release-build",
      .note,
      clause: "1.1",
      "it is no debug build, which exports what a release build may hide, and links no sanitizer",
      body: LibraryFile.release
    ),
  ]

  /// What the entry returns.
  private static let block: [ConformanceCheck] = [
    ConformanceCheck(
      .library,
      "magic-block",
      .must,
      clause: "2.1",
      "the magic block says what this interface says",
      body: LibraryTables.magic
    ),
    ConformanceCheck(
      .library,
      "struct-sizes",
      .must,
      clause: "2.3",
      "every table has the size that its version of the interface gives it",
      body: LibraryTables.sizes
    ),
    ConformanceCheck(
      .library,
      "required-functions",
      .must,
      clause: "3.5",
      "no list and no required function is null",
      body: LibraryTables.functions
    ),
    ConformanceCheck(
      .library,
      "entry-idempotent",
      .must,
      clause: "1.6",
      "the entry returns the same table every time",
      body: LibraryTables.idempotent
    ),
    ConformanceCheck(
      .library,
      "newer-host",
      .must,
      clause: "2.4",
      "it works with a host of a newer minor version, whose table is longer",
      body: LibraryTables.newerHost
    ),
    ConformanceCheck(
      .library,
      "other-major",
      .must,
      clause: "2.2",
      "a host of another major version is answered with null, or with a table that it can refuse",
      body: LibraryTables.otherMajor
    ),
  ]

  /// What loading it does beside.
  private static let sideEffects: [ConformanceCheck] = [
    ConformanceCheck(
      .library,
      "load-time",
      .should,
      clause: "1.5",
      "it is loaded and described within a tenth of a second",
      body: LoadTime.check
    ),
    effect("no-threads", "starts no thread", \.threads),
    effect("no-descriptors", "leaves no descriptor open, and closes none", \.descriptors),
    effect("no-files", "writes no files in the working, home or temporary folder", \.files),
    effect("no-output", "writes nothing to the terminal", \.output),
    effect("no-signal-handlers", "installs no signal handler, and blocks no signal", \.signals),
    effect(
      "no-working-directory",
      "does not change the working directory or the file mask",
      \.place
    ),
    effect("no-environment", "does not change the environment or the locale", \.variables),
    effect(
      "no-floating-point",
      "leaves rounding and denormal numbers as they are",
      \.floatingPoint
    ),
    effect("no-children", "starts no process", \.children),
  ]

  private static func effect(
    _ name: String,
    _ summary: String,
    _ part: any KeyPath<ProcessSnapshot, [String]> & Sendable
  ) -> ConformanceCheck {
    ConformanceCheck(.library, name, .must, clause: "1.4", "loading it \(summary)") {
      try SideEffects.check($0, part)
    }
  }
}
