import LacunaPluginKit
import LacunaProtocols
import Testing

/// Tables as features and classes, and what the kit reads from a configuration.
struct TableTests {
  private func records(_ columns: [String], _ rows: [[String]]) -> [Record] {
    rows.map { row in
      Record(fields: zip(columns, row).map { Record.Field(name: $0, value: $1) })
    }
  }

  @Test func columnsAreStandardizedByAllRows() throws {
    let table = records(["a", "b", "c"], [["1", "x", "5"], ["3", "y", "5"], ["8", "x", "5"]])
    let plain = try FeatureColumns(table, except: ["b"], standardized: false)
    #expect(plain.names == ["a", "c"])
    #expect(try plain.values(table[2]) == [8, 5])
    let scaled = try FeatureColumns(table, except: ["b"], standardized: true)
    // Mean 4, variance (9 + 1 + 16)/3; a constant column becomes 0.
    let deviation = (26.0 / 3).squareRoot()
    for (record, value) in zip(table, [1.0, 3, 8]) {
      #expect(try scaled.values(record) == [(value - 4) / deviation, 0])
    }
    // Whatever the order of the fields, and of rows that are not in the data.
    let other = records(["c", "a"], [["6", "4"]])[0]
    #expect(try scaled.values(other) == [0, 1])
  }

  @Test func aConstantColumnHasNoDeviationByRounding() throws {
    let table = records(["a"], [[String]](repeating: ["0.1"], count: 7))
    #expect(try FeatureColumns(table, except: [], standardized: true).values(table[0]) == [0])
  }

  @Test func classesAscend() throws {
    let texts = records(["y"], [["b"], ["a"], ["b"], ["10"]])
    #expect(try LabelColumn(texts, name: "y").classes == ["10", "a", "b"])
    let numbers = records(["y"], [["10"], ["9"], ["-1"], ["9.5"], ["9"]])
    let label = try LabelColumn(numbers, name: "y")
    #expect(label.classes == ["-1", "9", "9.5", "10"])
    #expect(try numbers.map { try label.index($0) } == [3, 1, 0, 2, 1])
  }

  /// A table that cannot be learned from, and what is said of it.
  struct Fault: Sendable {
    let expected: String
    let rows: [[String]]
    let use: @Sendable ([Record]) throws -> Void

    init(
      _ expected: String,
      _ rows: [[String]] = [["1", "x"], ["2", "y"]],
      _ use: @escaping @Sendable ([Record]) throws -> Void
    ) {
      self.expected = expected
      self.rows = rows
      self.use = use
    }
  }

  static let faults: [Fault] = [
    Fault(
      "the table has no column 'labell'; it has 'a', 'label'. Settings of the learner name columns, "
        + "as in label=NAME. Did you mean 'label'?"
    ) { _ = try LabelColumn($0, name: "labell") },
    Fault("the table has no column 'z'; it has 'a', 'label'.") {
      _ = try FeatureColumns($0, except: ["z"], standardized: false)
    },
    Fault("the table has no column 'z'; it has 'a', 'label'.") {
      _ = try FeatureColumns($0, only: "z", standardized: false)
    },
    Fault("the table has no column beside 'a', 'label', expected at least one to learn from") {
      _ = try FeatureColumns($0, except: ["a", "label"], standardized: true)
    },
    Fault("row 0, column 'label': found 'x', expected a finite number (row 0 is the first after") {
      _ = try FeatureColumns($0, except: [], standardized: true)
    },
    Fault("row 1, column 'a': found 'nan', expected a finite number", [["1", "x"], ["nan", "y"]]) {
      _ = try FeatureColumns($0, only: "a", standardized: true)
    },
    Fault("row 1 has no column 'label', expected the columns of row 0", [["1", "x"], ["2"]]) {
      _ = try LabelColumn($0, name: "label")
    },
    Fault("row 1 has no column 'a', expected the columns of row 0", [["1", "x"], []]) {
      _ = try FeatureColumns($0, except: ["label"], standardized: true)
    },
    Fault(
      "column 'a' cannot be standardized: its mean or its standard deviation is beyond the range",
      [["1e300", "x"], ["-1e300", "y"]]
    ) { _ = try FeatureColumns($0, except: ["label"], standardized: true) },
    Fault(
      "column 'label' has 1 class, expected 2 to 10000; is it the label?",
      [["1", "x"], ["2", "x"]]
    ) { _ = try LabelColumn($0, name: "label") },
    Fault("row 1, column 'label': found nothing, expected a class", [["1", "x"], ["2", ""]]) {
      _ = try LabelColumn($0, name: "label")
    },
    Fault("column 'label' has 10001 classes", (0...10_000).map { ["1", "\($0)"] }) {
      _ = try LabelColumn($0, name: "label")
    },
    Fault("the table has no column 'label'; it has none.", []) {
      _ = try LabelColumn($0, name: "label")
    },
    Fault("column 'label' is 'z', expected a class of the training data: 'x', 'y'.") {
      let label = try LabelColumn($0, name: "label")
      _ = try label.index(Record(fields: [Record.Field(name: "label", value: "z")]))
    },
    Fault("the record has no field 'label'; it has 'text'.") {
      _ = try LabelColumn($0, name: "label").index(Record(text: "x"))
    },
    Fault("the record has no field 'a'; it has 'text'.") {
      _ = try FeatureColumns($0, only: "a", standardized: true).values(Record(text: "x"))
    },
    Fault("field 'a' is 'one', expected a finite number") {
      let columns = try FeatureColumns($0, only: "a", standardized: true)
      _ = try columns.values(Record(fields: [Record.Field(name: "a", value: "one")]))
    },
  ]

  @Test(arguments: faults.indices)
  func faultsSayWhereTheyAre(index: Int) {
    let fault = Self.faults[index]
    let table = records(["a", "label"], fault.rows)
    let text = message { try fault.use(table) }
    #expect(text.contains(fault.expected), "\(text)")
  }

  @Test func listsAreTextWithCommas() throws {
    let schema = ConfigurationSchema([.string("widths", default: "", "widths")])
    func configuration(_ text: String) throws -> Configuration {
      try Configuration(schema: schema, values: ["widths": .string(text)])
    }
    #expect(try configuration(" ").list("widths") == [])
    #expect(try configuration("a b , c").list("widths") == ["a b", "c"])
    #expect(try configuration("32, 16").integers("widths", in: 1...64) == [32, 16])
    let faults = [
      (
        "32,,16", "configuration: widths is '32,,16', expected a list with commas between its parts"
      ),
      (
        "32,100", "configuration: widths is 100, expected integers from 1 to 64 with commas between"
      ),
      ("wide", "configuration: widths is wide, expected integers from 1 to 64 with commas between"),
    ]
    for (text, expected) in faults {
      #expect(
        message { _ = try configuration(text).integers("widths", in: 1...64) } == expected
      )
    }
  }

  @Test func optimizersAndBatchesComeFromConfigurations() throws {
    let schema = ConfigurationSchema(
      OptimizerChoice.fields(learningRate: 0.5) + Batching.fields(size: 3, epochs: 2)
    )
    try schema.validate()
    let plain = try Configuration(schema: schema)
    #expect(
      try plain.optimizer(plain.choice("optimizer")) as? Adam
        == Adam(learningRate: LearningRate(0.5), beta2: 0.99, epsilon: 1e-2)
    )
    #expect(
      try plain.optimizer(.momentum, weightDecay: 0.1) as? SGD
        == SGD(learningRate: LearningRate(0.5), momentum: 0.9, weightDecay: 0.1)
    )
    #expect(try plain.optimizer(.sgd) as? SGD == SGD(learningRate: LearningRate(0.5)))
    #expect(try Batching(plain) == Batching(size: 3, epochs: 2, order: .shuffled(seed: 0)))
    let other = try Configuration(schema: schema, assignments: ["order=file", "decay=cosine"])
    #expect(try Batching(other) == Batching(size: 3, epochs: 2))
    #expect(
      try other.optimizer(.sgd) as? SGD
        == SGD(learningRate: LearningRate(0.5, decay: .cosine))
    )
  }

  @Test func streamsOfASeedAreNotEachOthersShifted() {
    var seen: Set<UInt64> = []
    for stream in 0..<50 {
      var generator = SplitMix64(seed: 7, stream: UInt64(stream))
      for _ in 0..<20 { seen.insert(generator.next()) }
    }
    #expect(seen.count == 50 * 20)
  }
}
