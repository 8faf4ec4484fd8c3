import Foundation
import LacunaPluginHost
import Testing

/// Finding learners and measurements by name.
struct RegistryTests {
  @Test func shippedPluginsAreListed() {
    let names = shippedPlugins.list().libraries.map(\.name)
    #expect(Set(names).isSuperset(of: ["microgpt", "standard"]))
  }

  @Test func aMeasurementIsFoundInAnyLibrary() throws {
    #expect(try shippedPlugins.measurement("loss").plugin == "standard")
    #expect(try shippedPlugins.measurement("standard:loss").plugin == "standard")
    let path = try shippedPlugins.locator.locate("standard")
    #expect(try shippedPlugins.measurement("\(path):entropy").plugin == "standard")
    #expect(
      try shippedPlugins.learner(shippedPlugins.locator.locate("microgpt")).plugin == "microgpt"
    )
  }

  @Test func unknownNamesListWhatThereIs() {
    let text = message { _ = try shippedPlugins.learner("micrgpt") }
    #expect(text.hasPrefix("no learner is named 'micrgpt'; there are '"))
    #expect(text.contains("Did you mean 'microgpt'?"))
    let other = message { _ = try shippedPlugins.measurement("standard:los") }
    #expect(other.hasPrefix("no measurement is named 'los'; there are 'loss', "))
    #expect(other.hasSuffix("Did you mean 'loss'?"))
  }

  @Test func unknownLibrariesListTheFolders() {
    let text = message { _ = try shippedPlugins.learner("standart:loss") }
    #expect(text.hasPrefix("no plugin 'libstandart.so' in '"))
    #expect(text.hasSuffix("Did you mean 'standard'?"))
    #expect(
      message { _ = try shippedPlugins.learner("./nowhere.so") }
        == "there is no file at ./nowhere.so"
    )
  }

  @Test func severalOfAKindHaveToBeChosenFrom() throws {
    let path = try shippedPlugins.locator.locate("standard")
    let text = message { _ = try shippedPlugins.measurement(path) }
    #expect(text.contains("choose one of 'loss', 'log-probability'"))
  }

  @Test func twoLibrariesThatOfferOneName() throws {
    let folder = try CLibrary.temporaryFolder()
    for name in ["one", "two"] {
      let source = LinearInC.source.replacingOccurrences(
        of: #"sizeof plugin, TEXT("linear-c")"#,
        with: #"sizeof plugin, TEXT("\#(name)")"#
      )
      try FileManager.default.moveItem(
        atPath: CLibrary.compile(name, source),
        toPath: "\(folder)/lib\(name).so"
      )
    }
    try "no library".write(toFile: "\(folder)/libbad.so", atomically: true, encoding: .utf8)
    let registry = PluginRegistry(locator: PluginLocator(folders: [folder]))
    #expect(
      message { _ = try registry.learner("linear-c") }
        == "several plugins offer a learner 'linear-c'; choose one of 'one:linear-c', "
        + "'two:linear-c'"
    )
    #expect(try registry.learner("two:linear-c").plugin == "two")
    #expect(registry.list().problems.count == 1)
    #expect(message { _ = try registry.store("x") }.contains("\nnot loaded: \(folder)/libbad.so"))
  }

  @Test func otherLibrariesAmongThePluginsAreNotEvenLoaded() throws {
    // Loading this one would be noticed: it ends the process.
    let source = """
      #include <stdlib.h>
      __attribute__((constructor)) static void noticed(void) { abort(); }
      """
    let path = try CLibrary.compile("other", source)
    let folder = String(path.dropLast("/libother.so".count))
    let inventory = PluginRegistry(locator: PluginLocator(folders: [folder])).list()
    #expect(inventory.libraries.isEmpty)
    #expect(inventory.problems.isEmpty)
  }
}
