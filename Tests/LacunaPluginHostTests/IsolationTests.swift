import Foundation
import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import Testing

/// The executable that the package builds, beside that of the tests.
let shippedExecutable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
  .deletingLastPathComponent().appendingPathComponent("lacuna").path

/// Plugins in processes of their own, from folders and from beside the executable of the tests.
func isolatedPlugins(
  _ folders: [String] = [],
  policy: PluginIsolation.Policy = .always,
  cache: String? = nil,
  patience: Double = 60
) -> PluginRegistry {
  PluginRegistry(
    locator: PluginLocator(folders: folders, executable: shippedExecutable),
    isolation: PluginIsolation(
      policy: policy,
      executable: shippedExecutable,
      cache: cache,
      patience: patience
    )
  )
}

@Suite("Isolated plugins")
struct IsolationTests {
  private static let records = ["anna", "max", "olivia", "bo"].map { Record(text: $0) }

  private func learner(_ registry: PluginRegistry) throws -> any LearningAlgorithm {
    let loaded = try registry.learner("microgpt")
    return try loaded.make(
      configuration: Configuration(schema: loaded.descriptor.schema),
      records: Self.records
    )
  }

  @Test("say, encode and schedule the same as in the process")
  func sameValues() throws {
    let isolated = try learner(isolatedPlugins())
    let near = try learner(shippedPlugins)
    #expect(
      try isolatedPlugins().learner("microgpt").descriptor
        == shippedPlugins.learner("microgpt").descriptor
    )
    #expect(isolated.state == near.state)
    #expect(
      try isolated.schedule(exampleCount: 4, stepCount: 9)
        == near.schedule(exampleCount: 4, stepCount: 9)
    )
    for record in Self.records {
      #expect(try isolated.encode(record) == near.encode(record))
    }
    #expect(try isolated.encode(Record(text: "max")) == near.encode(Record(text: "max")))
  }

  @Test("trace the same programs as in the process")
  func samePrograms() throws {
    let (isolated, near) = (try learner(isolatedPlugins()), try learner(shippedPlugins))
    let example = try near.encode(Self.records[0]).signature
    let batch = try near.encode(Self.records[0]).signature(batchSize: 1)
    let scalars = try near.schedule(exampleCount: 4, stepCount: nil).scalarNames
    let steps = try [isolated, near].map {
      try ProgramTracer.traceStep(
        $0,
        name: "a",
        batch: batch,
        state: $0.state,
        scalarNames: scalars
      )
    }
    #expect(steps[0] == steps[1])
    let forwards = try [isolated, near].map {
      try ProgramTracer.traceForward($0, name: "a", parameters: $0.state, example: example)
    }
    #expect(forwards[0] == forwards[1])
    for name in ["loss", "margin", "entropy", "parameter-norm"] {
      let programs = try [(isolatedPlugins(), isolated), (shippedPlugins, near)].map {
        plugins,
        learner in
        let loaded = try plugins.measurement(name)
        return try ProgramTracer.traceMeasurement(
          loaded.make(configuration: Configuration(schema: loaded.descriptor.schema)),
          name: name,
          learner: learner,
          learnerName: "a",
          parameters: learner.state,
          example: example
        )
      }
      #expect(programs[0] == programs[1], "\(name)")
    }
  }

  @Test("an error keeps its message and its category")
  func errors() throws {
    let record = Record(text: "zzz")
    let near = #expect(throws: PluginError.self) { try learner(shippedPlugins).encode(record) }
    let far = #expect(throws: ForeignError.self) { try learner(isolatedPlugins()).encode(record) }
    #expect(near?.description == far?.description && near?.category == far?.category)
    let loaded = try isolatedPlugins().learner("microgpt")
    let message = message {
      _ = try loaded.make(
        configuration: Configuration(schema: loaded.descriptor.schema, assignments: ["heads=3"]),
        records: Self.records
      )
    }
    #expect(message.contains("a divisor of embedding"), "\(message)")
  }

  @Test("installed plugins run in the process, others in one of their own")
  func trust() throws {
    let library = try CLibrary.compile("sample", CLibrary.entry(""))
    let registry = isolatedPlugins(policy: .untrusted)
    #expect(try registry.library("microgpt").isIsolated == false)
    #expect(try registry.library(library).isIsolated == true)
    #expect(try isolatedPlugins(policy: .never).library(library).isIsolated == false)
    #expect(try isolatedPlugins(policy: .always).library("microgpt").isIsolated == true)
  }
}

@Suite("Plugins that bring their process down")
struct FatalPluginTests {
  /// What is thrown when a library with these statements in its entry is asked for.
  private func failure(_ statements: String, patience: Double = 60) throws -> String {
    let headers = ["signal", "stdlib", "stdio", "unistd"].map { "#include <\($0).h>\n" }.joined()
    let library = try CLibrary.compile("fatal", headers + CLibrary.entry(statements))
    let registry = isolatedPlugins(patience: patience)
    return message { _ = try registry.library(library) }
  }

  @Test(
    "are in quarantine, and say why",
    arguments: [
      ("abort();", "crashed with signal 6 (abort)"),
      ("*(volatile int *)0 = 1;", "crashed with signal 11 (a segmentation fault"),
      ("__builtin_trap();", "crashed with signal 4 (an illegal instruction"),
      ("exit(0);", "ended the process with exit(0)"),
      ("_exit(3);", "ended the process with exit(3)"),
      ("for (;;) puts(\"flood\");", "flooded its output and was stopped"),
      ("raise(9);", "crashed with signal 9"),
      // What it leaves behind holds the conversation open, and does not keep anybody waiting.
      ("if (fork() == 0) for (;;) pause(); abort();", "crashed with signal 6 (abort)"),
    ]
  )
  func fatal(statements: String, expected: String) throws {
    let found = try failure(statements)
    #expect(found.contains("is in quarantine: it \(expected)"), "\(found)")
  }

  @Test("one that hangs is stopped")
  func hangs() throws {
    let found = try failure("for (;;) pause();", patience: 0.3)
    #expect(found.contains("it did not answer within 0.3 s"), "\(found)")
  }

  @Test("one that was killed gets a second look, and one that crashed does not")
  func secondLook() throws {
    let folder = try CLibrary.temporaryFolder()
    func first(_ end: String, _ name: String) -> String {
      let note = "\(folder)/\(name)"
      return "if (access(\"\(note)\", 0)) { fclose(fopen(\"\(note)\", \"w\")); \(end) }"
    }
    #expect(try failure(first("raise(9);", "killed")) == "nothing was thrown")
    #expect(try failure(first("abort();", "crashed")).contains("is in quarantine"))
  }

  @Test("output and stray bytes on low descriptors do not disturb the conversation")
  func noise() throws {
    let noisy =
      "for (int d = 0; d < 20; d++) if (write(d, \"noise\", 5) < 0) continue; close(0); close(1);"
    #expect(try failure(noisy) == "nothing was thrown")
  }

  @Test("quarantine lasts until the file changes or is forgotten, and the cache is used")
  func quarantine() throws {
    let folder = try CLibrary.temporaryFolder()
    let (log, cache) = ("\(folder)/log", "\(folder)/cache/plugins.json")
    let note = "FILE *f = fopen(\"\(log)\", \"a\"); fputs(\"x\", f); fclose(f);"
    func visits() -> Int { (try? String(contentsOfFile: log, encoding: .utf8))?.count ?? 0 }
    func install(_ statements: String) throws {
      let source = "#include <stdlib.h>\n#include <stdio.h>\n" + CLibrary.entry(note + statements)
      let library = try CLibrary.compile("frail", source)
      let place = "\(folder)/libfrail.so"
      try? FileManager.default.removeItem(atPath: place)
      try FileManager.default.copyItem(atPath: library, toPath: place)
    }
    func list() -> PluginRegistry.Inventory { isolatedPlugins([folder], cache: cache).list() }

    try install("abort();")
    let problem =
      "\(folder)/libfrail.so is in quarantine: it crashed with signal 6 (abort) when it "
      + "was looked at. It is looked at again when the file changes, or after "
      + "'lacuna plugins list --rescan'"
    for _ in 0..<3 {
      #expect(list().problems.map(\.description) == [problem])
      #expect(visits() == 1)
    }
    isolatedPlugins([folder], cache: cache).forget()
    #expect(list().problems.map(\.description) == [problem])
    #expect(visits() == 2)
    try install("")
    #expect(list().problems.isEmpty)
    #expect(list().libraries.contains { $0.name == "sample" })
    #expect(visits() == 3)
    // The same content with another time needs no other look.
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_000_000)],
      ofItemAtPath: "\(folder)/libfrail.so"
    )
    #expect(list().problems.isEmpty)
    #expect(visits() == 3)
  }

  @Test("a cache that is damaged, of another version or not writable is no obstacle")
  func badCache() throws {
    let folder = try CLibrary.temporaryFolder()
    for content in ["", "{", "[]", #"{"version": 99, "libraries": {}}"#] {
      try content.write(toFile: "\(folder)/plugins.json", atomically: true, encoding: .utf8)
      #expect(isolatedPlugins(cache: "\(folder)/plugins.json").list().libraries.count > 1)
    }
    #expect(isolatedPlugins(cache: "/dev/null/plugins.json").list().libraries.count > 1)
  }

  @Test("two libraries of one plugin, or of one Swift module, are refused with both paths")
  func twins() throws {
    let folder = try CLibrary.temporaryFolder()
    let original = try shippedPlugins.library("microgpt").path
    try FileManager.default.copyItem(atPath: original, toPath: "\(folder)/libother.so")
    let registry = isolatedPlugins([folder])
    let places = "\(folder)/libother.so, \(original)"
    let expected =
      "two plugins are named 'microgpt': \(places); names must be unique; remove one, "
      + "or give the path of the one you mean"
    #expect(registry.list().problems.map(\.description) == [expected])
    #expect(message { _ = try registry.learner("microgpt") } == expected)
    // A path says which one is meant.
    #expect(try registry.learner("\(folder)/libother.so").path == "\(folder)/libother.so")
    let module = try CLibrary.compile(
      "module",
      """
      #include <string.h>
      #include <lacuna.h>
      static const lacuna_text module = {"MicrogptPlugin", 14};
      static const void *find(void *context, lacuna_text id) {
        (void)context;
        return id.length == 15 && !memcmp(id.bytes, "lacuna.module/1", 15) ? &module : NULL;
      }
      """
        + CLibrary.entry("plugin.get_extension = find;").replacing("#include <lacuna.h>", with: "")
    )
    let twin = String(module[..<(module.lastIndex(of: "/") ?? module.endIndex)])
    let problems = isolatedPlugins([twin]).list().problems.map(\.description)
    #expect(
      problems.count == 1 && problems[0].hasPrefix("two Swift modules are named 'MicrogptPlugin'")
    )
    #expect(problems[0].contains(module) && problems[0].contains(original))
    // Both in this process is one too many, whatever they are called by.
    let near = PluginRegistry(
      locator: PluginLocator(folders: [twin, folder], executable: shippedExecutable)
    )
    _ = try near.library(original)
    #expect(message { _ = try near.library(module) }.hasPrefix("two Swift modules are named"))
  }
}
