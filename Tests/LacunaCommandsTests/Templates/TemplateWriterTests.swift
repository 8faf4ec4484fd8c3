import Foundation
import LacunaProtocols
import Testing

@testable import LacunaCommands

struct TemplateWriterTests {
  let contents = ["a": "1\n", "b/c": "2\n", ".hidden": "3\n"]

  private func found(_ workshop: Workshop, in folder: String) -> [String: Data] {
    workshop.contents().filter { $0.key.hasPrefix(folder + "/") && !$0.value.isEmpty }
  }

  @Test func aNewFolderIsWritten() throws {
    let workshop = try Workshop()
    try TemplateWriter(destination: workshop.path("new")).write(contents)
    #expect(
      found(workshop, in: "new")
        == [
          "new/a": Data("1\n".utf8), "new/b/c": Data("2\n".utf8), "new/.hidden": Data("3\n".utf8),
        ]
    )
    #expect(workshop.files(in: "") == ["names.txt", "new"])
  }

  @Test func anEmptyFolderIsFilledInItsPlace() throws {
    let workshop = try Workshop()
    try workshop.makeFolder("old")
    let number = { try FileManager.default.attributesOfItem(atPath: $0)[.systemFileNumber] as? Int }
    let before = try number(workshop.path("old"))
    try TemplateWriter(destination: workshop.path("old")).write(contents)
    #expect(try number(workshop.path("old")) == before)
    #expect(workshop.files(in: "old") == [".hidden", "a", "b"])
  }

  @Test func whatIsInTheWayStays() throws {
    let workshop = try Workshop()
    try workshop.makeFolder("full")
    try workshop.write("full/mine", "x")
    let before = workshop.contents()
    let cases: [(String, TemplateError)] = [
      ("full", .notEmpty(path: workshop.path("full"), entry: "mine")),
      ("names.txt", .notFolder(path: workshop.path("names.txt"))),
      ("no/where", .noParent(path: workshop.path("no/where"), parent: workshop.path("no"))),
    ]
    for (name, expected) in cases {
      let error = #expect(throws: TemplateError.self) {
        try TemplateWriter(destination: workshop.path(name)).write(contents)
      }
      #expect(error == expected)
      #expect(error?.category == .cannotCreate)
    }
    #expect(workshop.contents() == before)
  }

  @Test func nothingIsLeftOfWhatFails() throws {
    let workshop = try Workshop()
    try workshop.makeFolder("empty")
    let before = workshop.contents()
    // A file cannot also be a folder, whichever of the two comes first.
    let impossible = ["a": "1", "a/b": "2", "c": "3"]
    for name in ["new", "empty"] {
      let error = #expect(throws: TemplateError.self) {
        try TemplateWriter(destination: workshop.path(name)).write(impossible)
      }
      #expect(error?.description.contains("\(workshop.path(name)) cannot be written") == true)
    }
    #expect(workshop.contents() == before)
  }
}
