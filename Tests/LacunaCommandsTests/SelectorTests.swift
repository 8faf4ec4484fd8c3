import Foundation
import LacunaProtocols
import LacunaSketching
import Testing

/// Selectors of all kinds, through the executable and on tables.
struct SelectorTests {
  @Test(arguments: [
    ("3", [3]),
    ("17,3,3", [3, 17]),
    ("20-22,21-23", [20, 21, 22, 23]),
    (" 4 , 6-6", [4, 6]),
    ("unit:5,7", [5, 7]),
    ("@positions.txt", [0, 8, 9, 59]),
  ])
  func positionsAndRanges(_ selector: String, _ positions: [Int]) throws {
    let workshop = try SharedSketch.workshop()
    try workshop.write("positions.txt", "0\r\n\n 8-9\n59,59\n")
    #expect(try workshop.predict(selector).deleted == positions)
  }

  @Test func texts() throws {
    let workshop = try SharedSketch.workshop()
    let names = Workshop.names.prefix(60)
    let last = try #require(names.last)
    let selectors: [(String, @Sendable (String) -> Bool)] = [
      ("contains:el", { $0.contains("el") }),
      ("matches:^a", { $0.hasPrefix("a") }),
      ("matches:(.)\\1$", { $0.count > 1 && $0.last == $0.dropLast().last }),
      ("column:text=\(last)", { $0 == last }),
    ]
    for (selector, isMeant) in selectors {
      let expected = names.indices.filter { isMeant(names[$0]) }
      #expect(!expected.isEmpty && expected.count < 60)
      #expect(try workshop.predict(selector).deleted == expected, "\(selector)")
    }
  }

  @Test func tables() throws {
    let workshop = try Workshop()
    try workshop.write("table.csv", "name,group\nann,a\n\"bob, jr\",b\ncid,a\n")
    let table = try Dataset(path: workshop.path("table.csv"), format: .csv)
    #expect(table.count == 3)
    #expect(try Selector("column:group=a").positions(in: table) == [0, 2])
    #expect(try Selector("column:name=bob, jr").positions(in: table) == [1])
    #expect(try Selector("contains:b").positions(in: table) == [1])
    #expect(throws: SketchingError.self) { try Selector("column:age=3").positions(in: table) }
  }

  @Test func linesEndAsFilesEndThem() throws {
    let workshop = try Workshop()
    try workshop.write("lines.txt", "a\u{2028}b\r\n\nc\u{B}\u{85}d\re\n\n")
    let lines = try Dataset(path: workshop.path("lines.txt"), format: .lines)
    #expect(try lines.records.map { try $0.text } == ["a\u{2028}b", "", "c\u{B}\u{85}d", "e"])
  }
}
