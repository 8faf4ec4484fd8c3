import Foundation
import Testing

/// `predict --sets`.
struct DeletionSetFileTests {
  private let base = ["predict", "names.sketch", "--query", "max", "--query", "anna"]

  @Test func linesOfJSONAreTheObjectsOfSingleSets() throws {
    let workshop = try SharedSketch.workshop()
    try workshop.write("sets.txt", "3,17\r\n20-25\ncontains:el\n\n")
    let outcome = try Lacuna.run(
      base + ["--sets", "sets.txt", "--format", "json", "--threads", "2"],
      in: workshop
    )
    let lines = outcome.output.split(separator: "\n")
    #expect(outcome.code == 0 && outcome.errors.isEmpty && lines.count == 6)
    var expected: [NSDictionary] = []
    for (line, set) in ["3,17", "20-25", "contains:el"].enumerated() {
      let one = try Lacuna.run(base + ["--delete", set, "--format", "json"], in: workshop).object()
      for result in try #require(one["results"] as? [[String: Any]]) {
        expected.append(result.merging(["line": line + 1]) { $1 } as NSDictionary)
      }
    }
    let found = try lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? NSDictionary)
    }
    #expect(found == expected)
  }

  @Test func linesOfTextAreATable() throws {
    let workshop = try SharedSketch.workshop()
    try workshop.write("sets.txt", "3,17\n20-25\n")
    let piped = try Lacuna.run(
      script: "\"$@\" < sets.txt",
      ["predict", "names.sketch", "--query", "max", "--sets", "-"],
      in: workshop
    )
    let named = try Lacuna.run(
      ["predict", "names.sketch", "--query", "max", "--sets", "sets.txt"],
      in: workshop
    )
    #expect(piped.code == 0 && piped.output == named.output)
    let lines = named.output.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines[0].hasPrefix("loss of 'max' with all data: "))
    #expect(lines[1] == "from 12 directions by auto; deleted: weight 0 in place")
    for (line, set) in ["3,17", "20-25"].enumerated() {
      let answer = try workshop.predict(set)
      let figures = lines[line + 3].split(separator: " ").map(String.init)
      #expect(figures[0] == "\(line + 1)" && figures[1] == "\(answer.deleted.count)")
      #expect(figures[2] == String(format: "%.6g", answer.prediction))
      #expect(figures[3] == String(format: "%.6g", try #require(answer.expectedError)))
    }
  }

  @Test func resultsBeforeAFaultAreWritten() throws {
    let workshop = try SharedSketch.workshop()
    try workshop.write("sets.txt", "3\n17\n60\n4\n")
    let outcome = try Lacuna.run(
      ["predict", "names.sketch", "--query", "max", "--sets", "sets.txt", "--format", "json"],
      in: workshop
    )
    #expect(outcome.code == 65 && outcome.output.split(separator: "\n").count == 2)
    #expect(outcome.errors.contains("sets.txt, line 3: "))
    #expect(outcome.errors.contains("position 60, expected 0 to 59"))
  }

  @Test func aReaderThatGoesAwayEndsItQuietly() throws {
    let workshop = try SharedSketch.workshop()
    try workshop.write("sets.txt", String(repeating: "3,17\n", count: 20_000))
    let outcome = try Lacuna.run(
      script: "\"$@\" | head -n 1",
      ["predict", "names.sketch", "--query", "max", "--sets", "sets.txt", "--format", "json"],
      in: workshop
    )
    #expect(outcome.output.split(separator: "\n").count == 1 && outcome.errors.isEmpty)
  }
}
