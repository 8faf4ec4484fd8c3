import Foundation
import Testing

struct PluginsNewTests {
  @Test func thePackageIsWrittenAndReported() throws {
    let workshop = try Workshop()
    let outcome = try Lacuna.run(
      ["plugins", "new", "learner", "my-model", "--language", "c"],
      in: workshop
    )
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(
      outcome.output.hasPrefix("wrote the learner 'my-model' to \(workshop.path("my-model"))\n")
    )
    #expect(outcome.output.contains("  make         builds libmy-model.so\n"))
    let listed = outcome.output.split(separator: "\n").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    for file in ["Makefile", "Sources/learner.c", "Tests/run"] {
      #expect(listed.contains(file))
      #expect(FileManager.default.fileExists(atPath: workshop.path("my-model/\(file)")))
    }
  }

  @Test func theReportInJSON() throws {
    let workshop = try Workshop()
    let outcome = try Lacuna.run(
      ["plugins", "new", "store", "keep", "--directory", "place", "--format", "json"],
      in: workshop
    )
    let report = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    #expect(report?["language"] as? String == "swift")
    #expect(report?["module"] as? String == "KeepPlugin")
    #expect(report?["directory"] as? String == workshop.path("place"))
    #expect(report?["library"] as? String == workshop.path("place/.build/release/libkeep.so"))
    let files = try #require(report?["files"] as? [String])
    #expect(files == files.sorted() && files.contains("Sources/KeepPlugin/FolderStore.swift"))
  }

  @Test(arguments: [
    (["learner", "My"], 64, "error: 'My' cannot name a plugin: it has the character 'M'"),
    (["learner", "microgpt"], 64, "error: the name 'microgpt' is taken by the plugin "),
    (["optimizer", "a"], 64, "error: The value 'optimizer' is invalid for '<kind>'"),
    (["learner", "a", "--language", "rust"], 64, "error: The value 'rust' is invalid for"),
    (["learner", "a", "--directory", "names.txt"], 73, "error: /"),
    (["learner", "a", "--directory", "no/where"], 73, "error: /"),
    (["learner", "a", "--directory", "."], 73, "error: /"),
  ])
  func mistakesWriteNothing(arguments: [String], code: Int32, message: String) throws {
    let workshop = try Workshop()
    let before = workshop.contents()
    let outcome = try Lacuna.run(["plugins", "new"] + arguments, in: workshop)
    #expect(outcome.code == code)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix(message), "\(outcome.errors)")
    #expect(workshop.contents() == before)
  }
}
