import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// Records changed at random, from a seed: the same again with the same seed.
enum Fuzzing {
  private static let cases = 1500

  static func check(_ context: CheckContext) throws {
    for subject in try context.subjects() {
      let learner = try RawLearner(context, subject)
      let records = subject.dataset.records.prefix(200).map(\.rawFields)
      var random = CheckRandom(seed: context.seed)
      for number in 0..<cases {
        guard var record = records.randomElement(using: &random) else { return }
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          change(&record, records, &random)
        }
        do {
          let first = try learner.encode(record)
          guard number % 16 == 0 else { continue }
          guard try learner.encode(record) == first else {
            throw Finding("\(subject.name): a record encoded twice is not the same")
          }
        } catch let finding as Finding {
          throw Finding("\(finding.description)\nthe record, case \(number): \(words(record))")
        }
      }
    }
  }

  private static func words(_ record: [RawLearner.Field]) -> String {
    record.prefix(8).map { field in
      "\(String(decoding: field.name.prefix(40), as: UTF8.self).debugDescription) = "
        + String(decoding: field.value.prefix(80), as: UTF8.self).debugDescription
    }.joined(separator: ", ")
  }

  /// Pieces that numbers, tables and texts trip over.
  private static let pieces = [
    "", "-", "+", ".", "e", "1e999", "-1e999", "nan", "inf", "-inf", "0x1p3", "1e-400", "-0",
    "9223372036854775808", "-1", "1,2", "\"", "\"\"", ",", ";", "\t", "\n", "\r\n", " ", "\u{0}",
    "\u{FEFF}", "\u{200D}", "é", "e\u{301}", "😀", "\u{10FFFF}", "%s%n", "../", "true", "null",
  ].map { Array($0.utf8) }

  private static func change(
    _ record: inout [RawLearner.Field],
    _ records: [[RawLearner.Field]],
    _ random: inout CheckRandom
  ) {
    guard let index = record.indices.randomElement(using: &random) else { return }
    var value = record[index].value
    let position = Int.random(in: 0...value.count, using: &random)
    switch Int.random(in: 0..<9, using: &random) {
    case 0: value.insert(random.byte(), at: position)
    case 1: value.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: position)
    case 2: value = pieces.randomElement(using: &random) ?? []
    case 3: value = Array(value[..<position])
    case 4: value = Array(value[position...])
    case 5: if position < value.count { value[position] ^= 1 << (random.byte() & 7) }
    case 6: value += value
    case 7:
      value = records.randomElement(using: &random)?.randomElement(using: &random)?.value ?? []
    default:
      if random.byte() & 1 == 0 {
        record.remove(at: index)
      } else {
        record.insert(record[index], at: 0)
      }
      return
    }
    record[index].value = value
  }
}
