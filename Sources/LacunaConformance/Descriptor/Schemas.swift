import Foundation
import LacunaPluginHost
import LacunaProtocols

/// Checks of configuration schemas, read as the JSON they are.
enum Schemas {
  private static let properties: Set<String> = [
    "key", "type", "default", "summary", "minimum", "maximum", "choices",
  ]

  private static func all(_ context: CheckContext) throws -> [(what: String, text: String)] {
    let schemas = try RawTexts(RawPlugin(context.path).table().pointee).texts(.schema)
    guard !schemas.isEmpty else { throw NotApplicable("the plugin has no schema") }
    return schemas.map { ($0.what, $0.text) }
  }

  private static func fields(_ what: String, _ text: String) throws -> [[String: Any]] {
    guard let json = try? JSONSerialization.jsonObject(with: Data(text.utf8)),
      let fields = json as? [[String: Any]]
    else { throw Finding("\(what) is '\(text.prefix(80))', expected a JSON array of objects") }
    return fields
  }

  static func wellFormed(_ context: CheckContext) throws {
    for (what, text) in try all(context) {
      var keys: Set<String> = []
      for (index, field) in try fields(what, text).enumerated() {
        let key = field["key"] as? String ?? ""
        let place = "\(what), field \(index) ('\(key)')"
        func require(_ condition: Bool, _ words: String) throws {
          guard condition else { throw Finding("\(place): \(words)") }
        }
        try require(
          key.wholeMatch(of: /[a-z][a-z0-9]*(?:-[a-z0-9]+)*/) != nil,
          "the key is not in kebab case"
        )
        try require(keys.insert(key).inserted, "the key occurs twice")
        let unknown = field.keys.filter { !properties.contains($0) }.sorted()
        try require(unknown.isEmpty, "unknown properties \(unknown.joined(separator: ", "))")
        let type = field["type"] as? String ?? ""
        let kind = ConfigurationKind(rawValue: type)
        try require(
          kind != nil,
          "the type is '\(type)', expected integer, number, string or boolean"
        )
        let isNumber = kind == .integer || kind == .number
        for bound in ["minimum", "maximum"] where field[bound] != nil {
          try require(isNumber && field[bound] is NSNumber, "\(bound) is for numbers")
        }
        if let low = field["minimum"] as? Double, let high = field["maximum"] as? Double {
          try require(low <= high, "minimum \(low) lies above maximum \(high)")
        }
        if field["choices"] != nil {
          let choices = field["choices"] as? [String] ?? []
          try require(
            kind == .string && !choices.isEmpty && Set(choices).count == choices.count,
            "choices are for strings, at least one, all different"
          )
        }
        let summary = field["summary"] as? String ?? ""
        try require(
          !summary.isEmpty && !summary.contains(where: \.isNewline),
          "the summary is not one line"
        )
        try require(field["default"] != nil, "there is no default")
      }
    }
  }

  static func defaults(_ context: CheckContext) throws {
    for (what, text) in try all(context) {
      // Validated by whoever reads a schema; here the reader is told apart from the other rules.
      guard let schema = try? JSONDecoder().decode([ConfigurationField].self, from: Data(text.utf8))
      else { throw Finding("\(what) cannot be read as fields with defaults") }
      for field in schema {
        do {
          let single = ConfigurationSchema([field])
          _ = try Configuration(schema: single, values: [field.key: field.default])
        } catch {
          throw Finding("\(what): its default is refused by its own field: \(error)")
        }
      }
    }
  }

  static func creates(_ context: CheckContext) throws {
    var missing: [String] = []
    for maker in try RawMaker.all(context) {
      guard let good = maker.good else {
        missing.append(maker.name)
        continue
      }
      if case .refused(let code, let message) = try maker.make(Array(good.json.utf8)) {
        throw Finding("\(maker.name) refuses \(good.json) with \(code): \(message)")
      }
    }
    let others = try RawMaker.all(context).count - missing.count
    if others == 0 { throw NotApplicable("no data for \(missing.joined(separator: ", "))") }
  }
}
