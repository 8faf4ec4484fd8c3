import CLacunaABI
import LacunaProtocols

/// The optional features that the host offers to plugins by id.
package enum HostExtension {
  /// The table of a feature, valid until the process ends, or nil when there is none of that id.
  package static func table(_ id: lacuna_text) -> UnsafeRawPointer? {
    id.string == LACUNA_CONFIGURATION_EXTENSION
      ? UnsafeRawPointer(ConfigurationReader.shared.pointer) : nil
  }
}

/// `lacuna.configuration/1`: checks a configuration, and reads its values, for plugins that have no JSON parser.
private struct ConfigurationReader: @unchecked Sendable {
  /// Written once, here, and never changed.
  let pointer: UnsafePointer<lacuna_configuration_reader>

  static let shared = ConfigurationReader()

  private init() {
    let table = UnsafeMutablePointer<lacuna_configuration_reader>.allocate(capacity: 1)
    table.initialize(to: Self.table)
    pointer = UnsafePointer(table)
  }

  private static var table: lacuna_configuration_reader {
    lacuna_configuration_reader(
      struct_size: UInt64(MemoryLayout<lacuna_configuration_reader>.size),
      context: nil,
      integer: { _, configuration, key, value in
        returningErrorObject {
          let found: Int = try ConfigurationReader.find(.integer, key, in: configuration) {
            if case .integer(let integer) = $0 { integer } else { nil }
          }
          try ConfigurationReader.required(value, "value").pointee = Int64(found)
        }
      },
      number: { _, configuration, key, value in
        returningErrorObject {
          let found: Double = try ConfigurationReader.find(.number, key, in: configuration) {
            switch $0 {
            case .number(let number): number
            // In JSON a number without a fraction looks like an integer.
            case .integer(let integer): Double(integer)
            default: nil
            }
          }
          try ConfigurationReader.required(value, "value").pointee = found
        }
      },
      boolean: { _, configuration, key, value in
        returningErrorObject {
          let found: Bool = try ConfigurationReader.find(.boolean, key, in: configuration) {
            if case .boolean(let boolean) = $0 { boolean } else { nil }
          }
          try ConfigurationReader.required(value, "value").pointee = found ? 1 : 0
        }
      },
      text: { _, configuration, key, bytes, capacity, length in
        returningErrorObject {
          let found: String = try ConfigurationReader.find(.string, key, in: configuration) {
            if case .string(let string) = $0 { string } else { nil }
          }
          let length = try ConfigurationReader.required(length, "length")
          let count = min(found.utf8.count, Int(clamping: capacity))
          if count > 0 {
            let bytes = try ConfigurationReader.required(
              bytes,
              "buffer, with a capacity of \(capacity)"
            )
            for (index, byte) in found.utf8.prefix(count).enumerated() {
              bytes[index] = CChar(bitPattern: byte)
            }
          }
          length.pointee = UInt64(found.utf8.count)
        }
      },
      check: { _, configuration, schema in
        returningErrorObject {
          _ = try Configuration(
            schema: ConfigurationSchema(
              json: ConfigurationReader.required(schema.string, "schema")
            ),
            completeJSON: ConfigurationReader.required(configuration.string, "configuration")
          )
        }
      }
    )
  }

  /// The value of a key, if it is of a kind.
  private static func find<Value>(
    _ kind: ConfigurationKind,
    _ key: lacuna_text,
    in configuration: lacuna_text,
    _ convert: (ConfigurationValue) -> Value?
  ) throws -> Value {
    let key = try required(key.string, "key")
    let values = try Configuration.values(json: required(configuration.string, "configuration"))
    guard let value = values[key].flatMap(convert) else {
      throw ConfigurationError.undeclaredKey(key: key, kind: kind)
    }
    return value
  }

  /// What the plugin passed that must not be null.
  private static func required<Value>(_ value: Value?, _ what: String) throws -> Value {
    guard let value else {
      throw ForeignError(
        category: .software,
        message: "\(LACUNA_CONFIGURATION_EXTENSION): the plugin passed a null \(what)"
      )
    }
    return value
  }
}
