import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// Checks of what learners make of records.
enum EncodeChecks {
  typealias Field = RawLearner.Field

  /// Calls a function with a raw instance and some of the records of each subject.
  private static func each(
    _ context: CheckContext,
    _ body: (RawLearner, [[Field]], LearnerSubject) throws -> Void
  ) throws {
    for subject in try context.subjects() {
      let records = subject.dataset.records.prefix(50).map(\.rawFields)
      try body(RawLearner(context, subject), records, subject)
    }
  }

  /// The columns that are changed one by one: all of a narrow table, some of a wide one.
  private static func columns(_ record: [Field], _ context: CheckContext) -> [Int] {
    let most = 6
    guard record.count > most else { return Array(record.indices) }
    var random = CheckRandom(seed: context.seed)
    let ends = [0, record.count - 1]
    return (ends + record.indices.dropFirst().dropLast().shuffled(using: &random)).prefix(most)
      .sorted()
  }

  /// Every record of the data is encoded.
  static func data(_ context: CheckContext) throws {
    for subject in try context.subjects() {
      let learner = try RawLearner(context, subject)
      for (index, record) in subject.dataset.records.enumerated() {
        guard case .refused(_, let message) = try learner.encode(record.rawFields) else {
          continue
        }
        throw Finding("\(subject.name): record \(index) cannot be encoded: \(message)")
      }
    }
  }

  /// The same record gives the same tensors: again, later, and in another instance.
  static func repeatable(_ context: CheckContext) throws {
    try each(context) { one, records, subject in
      let two = try RawLearner(context, subject)
      let first = try records.map { try one.encode($0) }
      for (index, record) in records.enumerated().reversed() {
        for (instance, words) in [(one, "encoded again"), (one, "and again"), (two, "elsewhere")] {
          let next = try instance.encode(record)
          guard next == first[index] else {
            throw Finding(
              "\(subject.name): record \(index), \(words), is \(next), and was \(first[index])"
            )
          }
        }
      }
    }
  }

  /// Empty fields, records without fields, and null texts of length 0.
  static func empty(_ context: CheckContext) throws {
    try each(context) { learner, records, _ in
      _ = try learner.encode([])
      let null = lacuna_text(bytes: nil, length: 0)
      for record in records.prefix(3) {
        _ = try learner.encode(record.map { Field($0.name, []) })
        _ = try learner.encode(record.map { Field([], $0.value) })
        let names = try record.map { try GuardedText($0.name) }
        try withExtendedLifetime(names) {
          _ = try learner.encode(names: names.map(\.text), values: record.map { _ in null })
        }
        _ = try learner.encode(names: record.map { _ in null }, values: record.map { _ in null })
      }
    }
  }

  /// Fields of a mebibyte.
  static func huge(_ context: CheckContext) throws {
    let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
    let fillers =
      [letters]
      + ["7", "1,", "1 "].map { filler in
        Array(String(repeating: filler, count: (1 << 20) / filler.utf8.count).utf8)
      }
    try each(context) { learner, records, _ in
      guard let record = records.first, !record.isEmpty else { return }
      for index in record.indices.prefix(4) {
        var changed = record
        for long in fillers {
          changed[index].value = long
          _ = try learner.encode(changed)
        }
        changed[index] = Field(letters, record[index].value)
        _ = try learner.encode(changed)
      }
    }
  }

  /// Bytes that are no text.
  static func notText(_ context: CheckContext) throws {
    let sequences: [[UInt8]] = [
      [0xFF], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
      [0xFE, 0xFF], [0x00], [0x61, 0x00, 0x62], Array(0x80...0xFF),
    ]
    try each(context) { learner, records, _ in
      for record in records.prefix(4) {
        for index in columns(record, context) {
          for bytes in sequences {
            let value = record[index].value
            let half = value.count / 2
            for other in [
              bytes, value + bytes, bytes + value, value[..<half] + bytes + value[half...],
            ] {
              var changed = record
              changed[index].value = other
              _ = try learner.encode(changed)
            }
            var changed = record
            changed[index].name += bytes
            _ = try learner.encode(changed)
          }
        }
      }
    }
  }

  /// Records that end too early, at every byte.
  static func truncated(_ context: CheckContext) throws {
    try each(context) { learner, records, _ in
      for record in records.prefix(8) {
        for index in columns(record, context) {
          for length in 0..<min(record[index].value.count, 200) {
            var changed = record
            changed[index].value = Array(record[index].value[..<length])
            _ = try learner.encode(changed)
          }
          _ = try learner.encode(Array(record[..<index]))
        }
      }
    }
  }

  /// Fields that are missing, there twice, in another order, or not expected.
  static func fields(_ context: CheckContext) throws {
    try each(context) { learner, records, _ in
      for record in records.prefix(3) {
        for index in record.indices {
          var missing = record
          missing.remove(at: index)
          _ = try learner.encode(missing)
        }
        _ = try learner.encode(record + record)
        _ = try learner.encode(record.reversed())
        _ = try learner.encode(record + [Field("no-such-field", "x")])
        _ = try learner.encode([Field("no-such-field", "x")] + record)
        _ = try learner.encode(record.map { Field(Array("x".utf8) + $0.name, $0.value) })
        _ = try learner.encode((0..<5000).map { Field("field-\($0)", "1") })
      }
    }
  }

  /// Random bytes.
  static func random(_ context: CheckContext) throws {
    try each(context) { learner, records, _ in
      var random = CheckRandom(seed: context.seed)
      guard let record = records.first else { return }
      for _ in 0..<400 {
        let wild = record.map { field in
          let count = Int.random(in: 0...Int.random(in: 1...300, using: &random), using: &random)
          return Field(field.name, (0..<count).map { _ in random.byte() })
        }
        _ = try learner.encode(wild)
      }
    }
  }
}
