import Foundation
import LacunaProtocols

/// Checks of what a plugin says of itself.
enum Descriptions {
  private static func texts(_ context: CheckContext) throws -> RawTexts {
    try RawTexts(RawPlugin(context.path).table().pointee)
  }

  static func utf8(_ context: CheckContext) throws {
    for entry in try texts(context).entries { _ = try entry.text.strict(entry.what) }
  }

  static func names(_ context: CheckContext) throws {
    var seen: Set<[String]> = []
    for (what, kind, name) in try texts(context).texts(.name) {
      let isAllowed = name.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
      }
      guard isAllowed, !name.isEmpty else {
        throw Finding("\(what) is '\(name)', expected characters of a-z 0-9 -")
      }
      guard seen.insert([kind, name]).inserted else {
        throw Finding("two \(kind)s are named '\(name)'; names are unique within their kind")
      }
    }
  }

  static func versions(_ context: CheckContext) throws {
    for (what, _, version) in try texts(context).texts(.version) {
      guard !version.isEmpty, !version.contains(where: \.isWhitespace) else {
        throw Finding("\(what) is '\(version)', expected a version such as '1.0'")
      }
    }
  }

  static func summaries(_ context: CheckContext) throws {
    for (what, _, summary) in try texts(context).texts(.summary) {
      guard !summary.isEmpty, !summary.contains(where: \.isNewline) else {
        throw Finding("\(what) is '\(summary)', expected one line")
      }
    }
  }

  static func unknownExtensions(_ context: CheckContext) throws {
    let plugin = try RawPlugin(context.path).table().pointee
    guard let find = plugin.get_extension else { return }
    var random = CheckRandom(seed: context.seed)
    var ids: [[UInt8]] = [
      "", "nonsense/1", "lacuna.cases", "lacuna.cases/2", "lacuna.cases/1 ", "lacuna.cases/10",
      "lacuna.case/1", "lacuna.module", "lacuna.module/2", "lacuna.module/1/", "org.example.no/1",
    ].map { Array($0.utf8) }
    ids.append(Array("lacuna.cases/1".utf8) + [0])
    ids.append(Array(repeating: 0x61, count: 100_000))
    for _ in 0..<16 {
      ids.append((0..<Int.random(in: 1...40, using: &random)).map { _ in random.byte() })
    }
    for id in ids {
      let found = GuardedText.with(id) { find(plugin.context, $0) }
      guard found == nil else {
        throw Finding(
          "get_extension answers '\(String(decoding: id.prefix(60), as: UTF8.self))', which no version of "
            + "the interface knows, with a table"
        )
      }
    }
  }

  static func module(_ context: CheckContext) throws {
    let plugin = try RawPlugin(context.path).table().pointee
    let found = LACUNA_EXTENSION_MODULE.withForeignText {
      plugin.get_extension?(plugin.context, $0)
    }
    guard let table = found ?? nil else {
      throw NotApplicable("the plugin names no Swift module")
    }
    let name = try table.assumingMemoryBound(to: lacuna_text.self).pointee.strict("the module")
    guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
      throw Finding("the module is '\(name)', expected the name of a Swift module")
    }
  }
}

/// Random numbers of a check, from its seed.
struct CheckRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next() >> 32) }
}
