import Foundation
import LacunaProtocols
import LacunaSketching
import Testing

/// Comma-separated tables as records.
@Suite struct DatasetTableTests {
  private func read(_ text: String) throws -> [[String]] {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("lacuna-\(UUID().uuidString).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let records = try Dataset(path: path, format: .csv).records
    #expect(records.allSatisfy { $0.fields.map(\.name) == ["a", "b"] })
    return records.map { $0.fields.map(\.value) }
  }

  @Test(arguments: [
    ("a,b\n1,2\n3,4\n", [["1", "2"], ["3", "4"]]),
    ("a,b\r\n1,2\r\n3,4", [["1", "2"], ["3", "4"]]),
    ("\u{FEFF}a,b\n1,2\n\n\n", [["1", "2"]]),
    ("a,b\n1,\n,", [["1", ""], ["", ""]]),
    ("a,b\n\"1, one\",\"a \"\"quoted\"\"\nline\"\n", [["1, one", "a \"quoted\"\nline"]]),
  ])
  func rowsAreAsWritten(text: String, expected: [[String]]) throws {
    #expect(try read(text) == expected)
  }

  @Test(arguments: [
    ("a,b\n1,2\n3\n", "line 3", "1 value", "2, one for each column"),
    ("a,b\n1,2,3\n4,5\n", "line 2", "3 values", "2, one for each column"),
    ("a,b\n1,2\n\n3,4\n", "line 3", "1 value", "2, one for each column"),
    ("a,a\n1,2\n", "line 1", "columns a, a", "names that differ"),
    ("a,b\n\"1,2\n", "line 2", "1 value", "2, one for each column"),
    ("a,b\n\"1\n\n\",2\n3\n", "line 5", "1 value", "2, one for each column"),
    ("a,b\n\"1\"x,2\n", "line 1", "", "a CSV table"),
    ("a,b\n", "", "", "no "),
  ])
  func faultsSayWhereTheyAre(text: String, line: String, found: String, expected: String) {
    let error = #expect(throws: SketchingError.self) { try read(text) }
    let message = error?.description ?? ""
    for part in [line, found, expected] where !part.isEmpty {
      #expect(message.contains(part), "\(message)")
    }
    #expect(error?.category == .data)
  }
}
