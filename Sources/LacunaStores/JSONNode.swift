/// A JSON document as a tree, for messages that quote what was found and for comparisons field by
/// field.
indirect enum JSONNode: Decodable {
  /// Anything without parts, as it is written in a message: strings quoted, numbers bare.
  case scalar(String)
  /// A number that is no whole number of 64 bits, as it is written in a message.
  case fraction(Double)
  case list([JSONNode])
  case object([String: JSONNode])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .scalar("null")
    } else if let value = try? container.decode(Bool.self) {
      self = .scalar("\(value)")
    } else if let value = try? container.decode(Int64.self) {
      self = .scalar("\(value)")
    } else if let value = try? container.decode(UInt64.self) {
      self = .scalar("\(value)")
    } else if let value = try? container.decode(Double.self) {
      self = .fraction(value)
    } else if let value = try? container.decode(String.self) {
      self = .scalar("\"\(value)\"")
    } else if let value = try? container.decode([JSONNode].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSONNode].self))
    }
  }

  /// The node as a message shows it.
  var text: String {
    switch self {
    case .scalar(let text): text
    case .fraction(let number): "\(number)"
    case .list(let nodes): "a list of \(nodes.count)"
    case .object: "an object"
    }
  }

  /// Whether the node is without parts.
  private var isScalar: Bool {
    switch self {
    case .scalar, .fraction: true
    case .list, .object: false
    }
  }

  /// The paths of all numbers that are no whole numbers of 64 bits, in ascending order.
  func fractions(under path: String = "") -> [String] {
    switch self {
    case .scalar: []
    case .fraction: [path]
    case .list(let nodes):
      nodes.enumerated().flatMap { $1.fractions(under: "\(path)[\($0)]") }
    case .object(let fields):
      fields.sorted { $0.key < $1.key }.flatMap {
        $1.fractions(under: path.isEmpty ? $0 : "\(path).\($0)")
      }
    }
  }

  /// The node at a path, or nil when the path leads nowhere.
  func node(at path: ArraySlice<any CodingKey>) -> JSONNode? {
    guard let key = path.first else { return self }
    switch self {
    case .scalar, .fraction: return nil
    case .list(let nodes):
      guard let index = key.intValue, nodes.indices.contains(index) else { return nil }
      return nodes[index].node(at: path.dropFirst())
    case .object(let fields): return fields[key.stringValue]?.node(at: path.dropFirst())
    }
  }

  /// Every field without parts, by its path; a list of scalars counts as one field.
  func flattened(under path: String = "") -> [String: String] {
    switch self {
    case .scalar, .fraction: return [path: text]
    case .list(let nodes):
      let scalars = nodes.filter(\.isScalar).map(\.text)
      if scalars.count == nodes.count { return [path: "[\(scalars.joined(separator: ", "))]"] }
      return nodes.enumerated().reduce(into: [:]) { fields, entry in
        fields.merge(entry.element.flattened(under: "\(path)[\(entry.offset)]")) { first, _ in
          first
        }
      }
    case .object(let entries):
      return entries.reduce(into: [:]) { fields, entry in
        let inner = path.isEmpty ? entry.key : "\(path).\(entry.key)"
        fields.merge(entry.value.flattened(under: inner)) { first, _ in first }
      }
    }
  }
}
