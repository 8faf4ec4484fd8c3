import Foundation
import LacunaPluginHost
import LacunaProtocols
import Testing

/// What the plugin in C says of tables that it cannot use.
struct RidgeErrorTests {
  private let learner: LoadedLearner

  init() throws {
    learner = try shippedPlugins.learner("ridge")
  }

  private func make(
    _ rows: [[(String, String)]],
    _ settings: [String] = []
  ) throws -> any LearningAlgorithm {
    try learner.make(
      configuration: Configuration(schema: learner.descriptor.schema, assignments: settings),
      records: rows.map(Self.record)
    )
  }

  private static func record(_ fields: [(String, String)]) -> Record {
    Record(fields: fields.map { Record.Field(name: $0.0, value: $0.1) })
  }

  private func failure(_ work: () throws -> Void) -> (message: String, category: ErrorCategory)? {
    do {
      try work()
      return nil
    } catch let error as PluginError {
      return ("\(error)", error.category)
    } catch {
      return nil
    }
  }

  @Test(
    arguments: [
      "", " ", "abc", "1,5", "1.5x", "1 2", "nan", "inf", "-infinity", "0x10", "1e999", "--1",
      "1\0",
    ]
  )
  func whatIsNoNumberIsNamed(text: String) throws {
    let error = failure {
      _ = try make([[("a", "1"), ("y", "2")], [("a", "3"), ("y", text)]])
    }
    let shown = text.replacing("\0", with: #"\x00"#)
    #expect(
      error?.message == "plugin 'ridge', learner 'ridge', create: record 1: column 'y' is "
        + "'\(shown)', expected a finite number"
    )
    #expect(error?.category == .data)
  }

  @Test(
    arguments: [
      "1", " -2.5\t", "+0.5", "1e-3", "0.1", "1e-310", "2.2250738585072011e-308",
      "123456789012345678901234567890", "0.30000000000000004", "9007199254740993",
    ]
  )
  func numbersAreReadToTheLastBit(text: String) throws {
    let value = try #require(Double(text.trimmingCharacters(in: .whitespaces)))
    let made = try make([[("a", text), ("y", "0")]])
    let example = try made.encode(Self.record([("a", text), ("y", "0")]))
    #expect(example[0].reals == [value])
  }

  @Test func columnsAreFoundByName() throws {
    let made = try make([[("y", "1"), ("a", "2"), ("b", "3")]], ["label=y"])
    let example = try made.encode(
      Self.record([("b", "6"), ("other", "no number"), ("a", "5"), ("y", "4")])
    )
    #expect(example[0].reals == [5, 6])
    #expect(example[1].reals == [4])
  }

  @Test func missingColumnsAreNamedWithThoseThatAreThere() throws {
    let rows = [[("a", "1"), ("y", "2")]]
    #expect(
      failure { _ = try make(rows, ["label=z"]) }?.message
        == "plugin 'ridge', learner 'ridge', create: record 0 has no column 'z'; it has 'a', 'y'"
    )
    let made = try make(rows)
    #expect(
      failure { _ = try made.encode(Self.record([("y", "1"), ("b", "2")])) }?.message
        == "plugin 'ridge', learner 'ridge', encode: the record has no column 'a'; it has 'y', 'b'"
    )
    #expect(
      failure { _ = try made.encode(Self.record([])) }?.message.hasSuffix(
        "the record has no column 'a'; it has none"
      ) == true
    )
  }

  @Test func tablesThatAreNoneAreRefused() {
    #expect(
      failure { _ = try make([]) }?.message.hasSuffix("there are no records, expected one at least")
        == true
    )
    #expect(failure { _ = try make([[("y", "2")]]) }?.category == .data)
    for row in [
      [("a", "1"), ("a", "2"), ("y", "3")], [("y", "1"), ("a", "2"), ("y", "3")],
      [("y", "1"), ("y", "2")],
    ] {
      #expect(
        failure { _ = try make([row]) }?.message.hasSuffix(
          "two columns of the table have one name; every column needs its own"
        ) == true
      )
    }
  }

  @Test(
    arguments: [
      ("\u{7F}", #"\x7f"#), ("ü", "ü"), ("😀", "😀"), ("a\nb", #"a\x0ab"#),
      (String(repeating: "a", count: 59) + "ü", String(repeating: "a", count: 59)),
      (String(repeating: "a", count: 58) + "ü", String(repeating: "a", count: 58) + "ü"),
      (String(repeating: "\u{1}", count: 99), String(repeating: #"\x01"#, count: 15)),
    ]
  )
  func textIsQuotedByWholeCharacters(text: String, shown: String) throws {
    let learner = try make([[("a", "1"), ("y", "2")]])
    let error = failure { _ = try learner.encode(Self.record([("a", text)])) }
    #expect(
      error?.message == "plugin 'ridge', learner 'ridge', encode: the record: column 'a' is "
        + "'\(shown)', expected a finite number"
    )
  }

  @Test func columnsThatAreIgnoredNeedNoNumbers() throws {
    let row = [("a", "1"), ("note", "good"), ("b", "2"), ("id", "x7"), ("y", "3")]
    let made = try make([row], ["ignore=note,id"])
    #expect(try made.encode(Self.record(row))[0].reals == [1, 2])
    // Which is last, is the label all the same.
    #expect(try make([row], ["ignore=id,note,y"]).encode(Self.record(row))[1].reals == [3])
    for setting in ["ignore=note,idd", "ignore=idd", "ignore=note,,id", "ignore= id"] {
      #expect(failure { _ = try make([row], [setting]) }?.message.contains("has no column") == true)
    }
    #expect(
      failure { _ = try make([row], ["ignore=a,b,id,note"]) }?.message.hasSuffix(
        "the table has no column but its label, expected a feature at least"
      ) == true
    )
  }

  @Test func namesOfAnyLengthAreCutInMessages() throws {
    let name = String(repeating: "ü", count: 5000)
    let row = (0..<50).map { ("\(name)\($0)", "1") }
    let error = failure { _ = try make([row], ["label=absent"]) }
    #expect(error?.message.contains("has no column 'absent'") == true)
    #expect((error?.message.count ?? 9999) < 700)
  }

  @Test func aColumnThatIsTheSameEverywhereBecomesZeros() throws {
    let rows = [1.0, 2, 4].map { [("a", "0.1"), ("b", "\($0)"), ("y", "1")] }
    let made = try make(rows, ["standardize=true"])
    let examples = try rows.map { try made.encode(Self.record($0))[0].reals }
    #expect(examples.map { $0[0] } == [0, 0, 0])
    let column = examples.map { $0[1] }
    #expect(abs(column.reduce(0, +)) < 1e-12)
    #expect(abs(column.reduce(0) { $0 + $1 * $1 } - 3) < 1e-12)
  }
}
