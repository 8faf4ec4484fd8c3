/// What the elements of a tensor are.
public enum ElementKind: String, Hashable, Sendable, CaseIterable, Codable {
  /// Numbers.
  case real
  /// 64-bit indices.
  case integer

  /// The number that stands for the kind in the plugin interface.
  package var code: lacuna_element {
    switch self {
    case .real: lacuna_element(LACUNA_REAL)
    case .integer: lacuna_element(LACUNA_INTEGER)
    }
  }

  /// The kind that a number of the plugin interface stands for.
  package init?(code: lacuna_element) {
    guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = kind
  }
}
