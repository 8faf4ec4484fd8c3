import FoundationEssentials

/// The header of a safetensors file: a JSON object of tensors by name, and metadata under a name of
/// its own.
struct SafetensorsHeader: Equatable {
  static let metadataKey = "__metadata__"

  /// Where a tensor lies in the data, and what it is.
  struct Entry: Codable, Equatable {
    var dtype: String
    var shape: [Int]
    var offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  var metadata: [String: String]
  var entries: [String: Entry]

  /// The JSON text, keys sorted, padded with spaces to a multiple of 8 bytes.
  var paddedText: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let text = try? encoder.encode(self) else {
      preconditionFailure("safetensors: strings and integers did not encode as JSON")
    }
    return Array(text) + Array(repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
  }

  /// Reads the header's JSON text.
  ///
  /// - Throws: ``SafetensorsError``.
  init(parsing text: [UInt8], source: String) throws(SafetensorsError) {
    guard text.first == UInt8(ascii: "{") else {
      throw .init(source, .notAnObject(found: String(decoding: text.prefix(1), as: UTF8.self)))
    }
    do {
      self = try JSONDecoder().decode(SafetensorsHeader.self, from: Data(text))
    } catch {
      let problem = DecodingProblem(error, in: text)
      throw .init(
        source,
        .badField(problem.field, found: problem.found, expected: problem.expected)
      )
    }
    // A decoder keeps one of two equal keys without a word; the text still has both.
    let keys = Self.outermostKeys(of: text)
    if keys.count != entries.count + (keys.contains(Self.metadataKey) ? 1 : 0) {
      var seen: Set<String> = []
      let twice = keys.first { !seen.insert($0).inserted } ?? "?"
      throw .init(source, .duplicateName(twice))
    }
  }

  init(metadata: [String: String], entries: [String: Entry]) {
    self.metadata = metadata
    self.entries = entries
  }

  /// The keys of the outermost object of a JSON text that is known to be valid, as they are spelt.
  private static func outermostKeys(of text: [UInt8]) -> [String] {
    var keys: [String] = []
    var depth = 0
    var stringStart: Int?
    var lastString = 0..<0
    var escaped = false
    for (index, byte) in text.enumerated() {
      if let start = stringStart {
        if escaped {
          escaped = false
        } else if byte == UInt8(ascii: "\\") {
          escaped = true
        } else if byte == UInt8(ascii: "\"") {
          lastString = start..<index
          stringStart = nil
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): stringStart = index + 1
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ":") where depth == 1:
        keys.append(String(decoding: text[lastString], as: UTF8.self))
      default: break
      }
    }
    return keys
  }
}

extension SafetensorsHeader: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(metadata: [:], entries: [:])
    for key in container.allKeys {
      if key.stringValue == Self.metadataKey {
        metadata = try container.decode([String: String].self, forKey: key)
      } else {
        entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
      }
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if !metadata.isEmpty {
      try container.encode(metadata, forKey: Key(stringValue: Self.metadataKey))
    }
    for (name, entry) in entries {
      try container.encode(entry, forKey: Key(stringValue: name))
    }
  }
}
