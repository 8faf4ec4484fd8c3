import Foundation
import LacunaPluginHost
import Testing

/// Libraries that are no plugins, or no good ones: each is refused with its reason.
struct LoadingTests {
  @Test func aMissingFile() {
    #expect(
      message { _ = try PluginLibrary.load("/nowhere/libx.so") }
        == "there is no file at /nowhere/libx.so"
    )
  }

  @Test func aRelativePath() {
    let text = message { _ = try PluginLibrary.load("libx.so") }
    #expect(text.contains("the path is relative, expected an absolute one"))
  }

  @Test func aTextFile() throws {
    let path = try CLibrary.temporaryFolder() + "/libtext.so"
    try "not a library".write(toFile: path, atomically: true, encoding: .utf8)
    let text = message { _ = try PluginLibrary.load(path) }
    #expect(text.hasPrefix("\(path) cannot be loaded as a library: "))
    #expect(text.contains("too short") || text.contains("ELF"))
  }

  @Test(.timeLimit(.minutes(1))) func aPipeOrAFolder() throws {
    let folder = try CLibrary.temporaryFolder()
    #expect(mkfifo("\(folder)/libpipe.so", 0o600) == 0)
    try FileManager.default.createDirectory(
      atPath: "\(folder)/libfolder.so",
      withIntermediateDirectories: false
    )
    let expected = ["folder", "pipe"].map {
      "\(folder)/lib\($0).so cannot be loaded as a library: it is no regular file"
    }
    for registry in [
      isolatedPlugins([folder]), PluginRegistry(locator: PluginLocator(folders: [folder])),
    ] {
      #expect(registry.list().problems.map(\.description) == expected)
      #expect(message { _ = try registry.library("pipe") } == expected[1])
    }
  }

  @Test func aLibraryWithoutTheEntry() throws {
    let path = try CLibrary.compile("other", "int other(void) { return 1; }")
    #expect(
      message { _ = try PluginLibrary.load(path) }
        == "\(path) is no plugin of Lacuna: it does not export the function lacuna_plugin_entry"
    )
  }

  @Test func anEntryThatReturnsNull() throws {
    let path = try CLibrary.compile("null", CLibrary.entry("return 0;"))
    #expect(
      message { _ = try PluginLibrary.load(path) }
        == "\(path) does not work with this host: its lacuna_plugin_entry returned null"
    )
  }

  @Test(arguments: [
    ("plugin.magic.magic = 0x12;", "magic is 0x12, expected 0x4c50414e5543414c"),
    ("plugin.magic.major = 7;", "ABI major version is 7, expected 1"),
    ("plugin.magic.pointer_width = 32;", "pointer width is 32, expected 64"),
    ("plugin.magic.struct_size = 16;", "lacuna_magic.struct_size is 16, expected at least 48"),
    ("plugin.struct_size = 60;", "lacuna_plugin.struct_size is 60, expected at least 152"),
  ])
  func anotherVersionOfTheInterface(change: String, expected: String) throws {
    let path = try CLibrary.compile("version", CLibrary.entry(change))
    let text = message { _ = try PluginLibrary.load(path) }
    #expect(text.hasPrefix("\(path) was made for another version of the plugin interface"))
    #expect(text.hasSuffix("\n  " + expected))
  }

  @Test func everyFieldThatDiffersIsReported() throws {
    let path = try CLibrary.compile(
      "both",
      CLibrary.entry("plugin.magic.major = 2; plugin.magic.pointer_width = 32;")
    )
    let text = message { _ = try PluginLibrary.load(path) }
    #expect(text.contains("ABI major version is 2, expected 1"))
    #expect(text.contains("pointer width is 32, expected 64"))
  }

  @Test func aLargerTableOfANewerMinorVersionIsTaken() throws {
    let path = try CLibrary.compile(
      "newer",
      CLibrary.entry("plugin.magic.minor = 9; plugin.struct_size = 4096;")
    )
    let library = try PluginLibrary.load(path)
    #expect(library.name == "sample")
    #expect(library.interface == "1.9")
  }

  @Test(arguments: [
    ("plugin.name.length = 0;", "the name of the plugin is '', expected characters of a-z 0-9 -"),
    ("plugin.name.bytes = \"Sample\";", "the name of the plugin is 'Sample'"),
    ("plugin.name.bytes = 0;", "the name of the plugin is a null pointer with length 6"),
    ("plugin.learner_count = 1;", "1 learners in a null list"),
    (
      "static const lacuna_learner *list[1]; plugin.learners = list; plugin.learner_count = 1;",
      "learner 0 of 1 is null"
    ),
  ])
  func aMalformedDescription(change: String, expected: String) throws {
    let path = try CLibrary.compile("malformed", CLibrary.entry(change))
    let text = message { _ = try PluginLibrary.load(path) }
    #expect(text.hasPrefix("\(path) breaks a rule of the plugin interface: "))
    #expect(text.contains(expected))
  }

  @Test func functionsThatAreMissing() throws {
    let path = try CLibrary.compile(
      "functions",
      CLibrary.entry(
        """
        static lacuna_measurement m = {sizeof(lacuna_measurement)};
        static const lacuna_measurement *list[] = {&m};
        m.name.bytes = "m"; m.name.length = 1;
        plugin.measurements = list; plugin.measurement_count = 1;
        """
      )
    )
    let text = message { _ = try PluginLibrary.load(path) }
    #expect(text.contains("measurement 'm': create, destroy, trace must not be null"))
  }
}
