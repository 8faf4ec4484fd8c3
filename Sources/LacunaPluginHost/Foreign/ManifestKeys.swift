/// The keys of a JSON document, to find those that nobody reads.
indirect enum ManifestKeys: Decodable {
  case object([String: ManifestKeys])
  case list([ManifestKeys])
  case leaf

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let fields = try? container.decode([String: ManifestKeys].self) {
      self = .object(fields)
    } else if let items = try? container.decode([ManifestKeys].self) {
      self = .list(items)
    } else {
      self = .leaf
    }
  }

  /// The keys of each object; what is not here may have any.
  private static let known: [String: [String]] = [
    "": [
      "$schema", "lacuna", "name", "version", "library", "systemLibrary", "threadSafe",
      "measurements", "learners",
    ],
    "measurements[]": ["name", "summary", "signature", "arguments", "real", "settings"],
    "learners[]": [
      "name", "summary", "settings", "data", "parameters", "outputs", "train", "predict",
    ],
    "learners[].data": ["features", "label"],
    "learners[].parameters[]": ["name", "shape"],
    "learners[].outputs[]": ["name", "shape"],
    "learners[].train": ["signature", "arguments"],
    "learners[].predict": ["signature", "arguments"],
  ]

  /// The first field, in ascending order of names, that is not known.
  func firstUnknown(
    kind: String = "",
    at path: String = ""
  ) -> (field: String, name: String, known: [String])? {
    switch self {
    case .leaf: return nil
    case .list(let items):
      for (index, item) in items.enumerated() {
        if let found = item.firstUnknown(kind: kind + "[]", at: "\(path)[\(index)]") {
          return found
        }
      }
      return nil
    case .object(let fields):
      for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
        let join = { (start: String) in start.isEmpty ? name : "\(start).\(name)" }
        if let known = Self.known[kind], !known.contains(name) {
          return (join(path), name, known)
        }
        if let found = value.firstUnknown(kind: join(kind), at: join(path)) { return found }
      }
      return nil
    }
  }
}
