import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// Checks that instances share nothing that one could change.
///
/// Each instance is compared with the same one alone in a process of its own.
enum Instances {
  /// The most variants of a subject that are tried.
  private static let most = 6

  /// What a variant changes: a setting, the data, or nothing.
  private enum Change: Codable {
    case nothing
    case setting(key: String, value: ConfigurationValue)
    case reversedData
    case lessData

    var isVariant: Bool {
      if case .nothing = self { false } else { true }
    }

    var words: String {
      switch self {
      case .nothing: "nothing changed"
      case .setting(let key, let value): "\(key)=\(value)"
      case .reversedData: "its data in reverse order"
      case .lessData: "half of its data"
      }
    }
  }

  /// What a process makes alone.
  private struct Order: Codable {
    let subject: Int
    let change: Change
  }

  /// The fingerprint of one variant, alone in its process; none when the plugin refuses it.
  static let alone = CheckRoutine("instance-alone") { call -> Fingerprint? in
    let order: Order = try call.argument()
    let subject = try call.context.subjects()[order.subject]
    do {
      return try fingerprint(try make(subject, order.change), subject)
    } catch  where order.change.isVariant {
      // Settings that do not go together are no fault.
      return nil
    }
  }

  private static func fingerprint(
    _ instance: any LearningAlgorithm,
    _ subject: LearnerSubject
  ) throws -> Fingerprint {
    try Fingerprint(instance, subject, tolerant: true)
  }

  private static func make(
    _ subject: LearnerSubject,
    _ change: Change
  ) throws -> any LearningAlgorithm {
    var configuration = subject.configuration
    var records = subject.dataset.records
    switch change {
    case .nothing: break
    case .setting(let key, let value):
      var values = configuration.values
      values[key] = value
      configuration = try Configuration(schema: configuration.schema, values: values)
    case .reversedData: records.reverse()
    case .lessData: records = Array(records.prefix((records.count + 1) / 2))
    }
    return try subject.learner.make(configuration: configuration, records: records)
  }

  /// Other valid settings and other data, as many as are tried, drawn by the seed.
  private static func changes(_ subject: LearnerSubject, _ seed: UInt64) -> [Change] {
    var random = CheckRandom(seed: seed)
    let settings = subject.configuration.schema.fields.compactMap { field -> Change? in
      guard let value = subject.configuration.values[field.key] else { return nil }
      let others: [ConfigurationValue] =
        switch value {
        case .integer(let number):
          [.integer(number + 1), .integer(number - 1), .integer(number * 2)]
        case .number(let number): [.number(number / 2), .number(number + 0.25)]
        case .boolean(let flag): [.boolean(!flag)]
        case .string(let text): (field.choices ?? []).filter { $0 != text }.map { .string($0) }
        }
      let single = ConfigurationSchema([field])
      let other = others.first {
        $0 != value && (try? Configuration(schema: single, values: [field.key: $0])) != nil
      }
      return other.map { .setting(key: field.key, value: $0) }
    }
    return [.reversedData, .lessData] + settings.shuffled(using: &random)
  }

  static func apart(_ context: CheckContext) throws {
    let subjects = try context.subjects()
    for (index, subject) in subjects.enumerated() {
      guard let own = try alone(context, index, .nothing) else { continue }
      var tried = 0
      for change in changes(subject, context.seed &+ UInt64(index)) where tried < most {
        guard let other = try alone(context, index, change) else { continue }
        tried += 1
        try interleave(subject, change, own: own, other: other)
      }
    }
  }

  private static func alone(
    _ context: CheckContext,
    _ subject: Int,
    _ change: Change
  ) throws -> Fingerprint? {
    do {
      return try context.child("instance-alone", Order(subject: subject, change: change)).result()
    } catch let finding as Finding {
      throw Finding("an instance with \(change.words), alone in its process: \(finding)")
    }
  }

  private static func interleave(
    _ subject: LearnerSubject,
    _ change: Change,
    own: Fingerprint,
    other: Fingerprint
  ) throws {
    func compare(
      _ instance: any LearningAlgorithm,
      _ expected: Fingerprint,
      _ words: String
    ) throws {
      if let part = try fingerprint(instance, subject).difference(from: expected) {
        throw Finding(
          "\(subject.name): \(words), it gives another \(part) than alone in its process"
        )
      }
    }
    let first = try subject.make()
    let second = try make(subject, change)
    let beside = "an instance beside another with \(change.words)"
    try compare(first, own, beside)
    try compare(second, other, "an instance with \(change.words) beside another")
    try compare(first, own, beside + ", asked again")
    do {
      let third = try make(subject, change)
      try compare(third, other, "a third instance with \(change.words)")
    }
    try compare(first, own, "an instance, after another with \(change.words) was destroyed")
    try compare(second, other, "an instance with \(change.words), after one like it was destroyed")
  }
}
