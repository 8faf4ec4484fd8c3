import Foundation
import LacunaProtocols
import Testing

@testable import LacunaCommands

struct PluginNameTests {
  @Test(arguments: [
    ("a", "APlugin"), ("my-model", "MyModelPlugin"), ("ridge2", "Ridge2Plugin"),
    ("a-1", "A_1Plugin"), ("a1", "A1Plugin"), ("class", "ClassPlugin"),
  ])
  func modulesAreMadeFromNames(name: String, module: String) throws {
    #expect(try PluginName(name, known: [:]).module == module)
  }

  @Test(arguments: [
    ("", "it is empty"), ("My", "it has the character 'M'"), ("a_b", "it has the character '_'"),
    ("ü", "it has the character 'ü'"), ("1a", "it begins with '1'"), ("-a", "it begins with '-'"),
    ("a-", "it ends with '-'"), ("a--b", "it has '--'"), ("../x", "it has the character '.'"),
    ("a\n", "it has the character '\n'"),
    (String(repeating: "a", count: 65), "it has 65 characters"),
  ])
  func otherNamesAreRefused(name: String, reason: String) {
    let error = #expect(throws: TemplateError.self) { try PluginName(name, known: [:]) }
    #expect(error == .invalidName(name, reason: reason))
    #expect(error?.category == .usage)
  }

  @Test func namesThatAreTakenAreRefused() {
    let known = ["mine": "/lib/libmine.so"]
    let error = #expect(throws: TemplateError.self) { try PluginName("mine", known: known) }
    #expect(error == .nameTaken("mine", by: "the plugin /lib/libmine.so"))
    for name in ["learner", "measurement", "store", "lacuna", "standard-measurements"] {
      #expect(throws: TemplateError.self) { try PluginName(name, known: [:]) }
    }
  }

  @Test func differentNamesHaveDifferentModules() throws {
    // Every name of up to five characters from an alphabet with all that matters.
    var names: [String] = [""]
    var modules: [String: String] = [:]
    for _ in 0..<5 {
      names = names.flatMap { name in "ab1-".map { name + String($0) } }
      for text in names {
        guard let name = try? PluginName(text, known: [:]) else { continue }
        #expect(modules[name.module] == nil, "\(text) and \(modules[name.module] ?? "")")
        modules[name.module] = text
      }
    }
    #expect(modules.count > 400)
  }

  @Test func noShippedPluginCanBeMetByAccident() throws {
    let manifest = try String(contentsOfFile: packageRoot + "/Package.swift", encoding: .utf8)
    let shipped = manifest.matches(of: /"(\w+)",\s*"Plugins\/\w+",\s*"([a-z0-9-]+)"/)
    #expect(shipped.count >= 2)
    for plugin in shipped {
      let isKnown =
        PluginName.takenModules.contains(String(plugin.1))
        || (try? PluginName(String(plugin.2), known: [:]))?.module == String(plugin.1)
      #expect(isKnown, "add \(plugin.1) to PluginName.takenModules: its library is \(plugin.2)")
    }
  }
}
