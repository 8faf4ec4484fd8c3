import FoundationEssentials
import LacunaPluginHost
import LacunaProtocols

/// Checks of configurations that `create` has to refuse.
enum Refusals {
  /// The code of a wrong configuration.
  private static let configuration = ErrorCategory.configuration.rawValue

  /// Makers that are known to work with a configuration, and that configuration.
  private static func makers(
    _ context: CheckContext
  ) throws -> [(maker: RawMaker, good: Configuration)] {
    let makers = try RawMaker.all(context).compactMap { maker in maker.good.map { (maker, $0) } }
    guard !makers.isEmpty else { throw NotApplicable("there is no data for any learner") }
    return makers
  }

  private static func refuse(_ maker: RawMaker, _ text: String, _ fault: String) throws {
    try refuse(maker, Array(text.utf8), fault)
  }

  private static func refuse(_ maker: RawMaker, _ bytes: [UInt8], _ fault: String) throws {
    switch try maker.make(bytes) {
    case .made:
      throw Finding("\(maker.name) takes \(fault): \(shown(bytes))")
    case .refused(let code, let message):
      guard code == configuration else {
        throw Finding(
          "\(maker.name) refuses \(fault) with code \(code), expected \(configuration) "
            + "(LACUNA_ERROR_CONFIGURATION): \(message)"
        )
      }
    }
  }

  private static func shown(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.prefix(160), as: UTF8.self)
  }

  /// A configuration as JSON with some values replaced, and some keys left out or added.
  private static func json(
    _ good: Configuration,
    replacing key: String? = nil,
    by text: String? = nil
  ) -> String {
    var parts: [String: String] = [:]
    for (name, value) in good.values { parts[name] = encoded(value) }
    if let key { parts[key] = text }
    let body = parts.sorted { $0.key < $1.key }.map { "\(encoded(.string($0.key))):\($0.value)" }
    return "{\(body.joined(separator: ","))}"
  }

  private static func encoded(_ value: ConfigurationValue) -> String {
    (try? JSONEncoder().encode([value])).map {
      String(String(decoding: $0, as: UTF8.self).dropFirst().dropLast())
    } ?? "null"
  }

  static func unknownKeys(_ context: CheckContext) throws {
    for (maker, good) in try makers(context) {
      var keys = ["no-such-key", "", "é"]
      // A slip of the hand is an unknown key, too.
      if let key = maker.schema.fields.first?.key { keys += [key + "s", key.uppercased()] }
      for key in keys where maker.schema[key] == nil {
        try refuse(maker, json(good, replacing: key, by: "1"), "the unknown key '\(key)'")
      }
    }
  }

  static func missingKeys(_ context: CheckContext) throws {
    var count = 0
    for (maker, good) in try makers(context) {
      for field in maker.schema.fields {
        count += 1
        try refuse(
          maker,
          json(good, replacing: field.key),
          "a configuration without '\(field.key)'"
        )
      }
    }
    if count == 0 { throw NotApplicable("nothing can be configured") }
  }

  static func wrongTypes(_ context: CheckContext) throws {
    var count = 0
    for (maker, good) in try makers(context) {
      for field in maker.schema.fields {
        let wrong: [String] =
          switch field.type {
          case .integer: ["1.5", "\"1\"", "true", "null", "[1]", "{}"]
          case .number: ["\"1\"", "true", "null", "[1]", "{}"]
          case .string: ["1", "true", "null", "[\"a\"]", "{}"]
          case .boolean: ["1", "\"true\"", "null", "[true]", "{}"]
          }
        for text in wrong {
          count += 1
          try refuse(
            maker,
            json(good, replacing: field.key, by: text),
            "\(text) for '\(field.key)', which takes \(field.expectation)"
          )
        }
      }
    }
    if count == 0 { throw NotApplicable("nothing can be configured") }
  }

  static func outOfBounds(_ context: CheckContext) throws {
    var count = 0
    for (maker, good) in try makers(context) {
      for field in maker.schema.fields {
        for text in beyond(field) {
          count += 1
          try refuse(
            maker,
            json(good, replacing: field.key, by: text),
            "\(text) for '\(field.key)', which takes \(field.expectation)"
          )
        }
      }
    }
    if count == 0 { throw NotApplicable("no setting has bounds or choices") }
  }

  /// Values of the right kind that a field does not allow.
  private static func beyond(_ field: ConfigurationField) -> [String] {
    let isInteger = field.type == .integer
    func text(_ value: Double) -> String {
      isInteger ? "\(Int(clamping: Int64(value)))" : encoded(.number(value))
    }
    var values: [String] = []
    if let low = field.minimum, low.magnitude < 1e15 {
      values.append(text(isInteger ? low - 1 : low - max(low.magnitude, 1)))
    }
    if let high = field.maximum, high.magnitude < 1e15 {
      values.append(text(isInteger ? high + 1 : high + max(high.magnitude, 1)))
    }
    if let choices = field.choices {
      values += ["", "no such choice", (choices[0] + " ")].filter { !choices.contains($0) }
        .map { encoded(.string($0)) }
    }
    return values
  }

  static func malformed(_ context: CheckContext) throws {
    for (maker, good) in try makers(context) {
      var random = CheckRandom(seed: context.seed)
      let bytes = Array(good.json.utf8)
      let texts = [
        "", " ", "null", "1", "\"text\"", "[]", "[\(good.json)]", "{", "}", "{,}", "nonsense",
      ]
      for text in texts {
        try refuse(maker, text, "'\(text.prefix(20))', which is no JSON object,")
      }
      try refuse(maker, good.json + "}", "a configuration with something after it")
      try refuse(maker, String(repeating: "[", count: 100_000), "100000 open brackets")
      try refuse(maker, String(repeating: "{\"a\":", count: 50_000), "50000 open braces")
      try refuse(maker, [0xFF, 0xFE] + bytes, "bytes that are not UTF-8")
      for _ in 0..<24 {
        let length = Int.random(in: 0..<bytes.count, using: &random)
        try refuse(maker, Array(bytes[..<length]), "a configuration cut after \(length) bytes")
      }
      guard case .refused = try maker.make(lacuna_text(bytes: nil, length: 0)) else {
        throw Finding("\(maker.name) takes a null text for a configuration")
      }
    }
  }

  static func telling(_ context: CheckContext) throws {
    for (maker, good) in try makers(context) {
      for field in maker.schema.fields {
        let wrong = field.type == .string ? "1" : "\"text\""
        let outcome = try maker.make(Array(json(good, replacing: field.key, by: wrong).utf8))
        guard case .refused(_, let message) = outcome, !message.contains(field.key) else {
          continue
        }
        throw Finding(
          "\(maker.name) refuses \(wrong) for '\(field.key)' without naming the key: \(message)"
        )
      }
    }
  }
}
