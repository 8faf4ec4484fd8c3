/// Deletion sets of about one size, which are judged apart: errors grow with the size.
public enum SizeClass: Int, Sendable, CaseIterable, Comparable {
  case one, few, some, many, most

  /// The class of a set of so many units.
  public init(_ units: Int) {
    switch units {
    case ...1: self = .one
    case ...7: self = .few
    case ...19: self = .some
    case ...79: self = .many
    default: self = .most
    }
  }

  /// The sizes.
  public var name: String {
    switch self {
    case .one: "1"
    case .few: "2-7"
    case .some: "8-19"
    case .many: "20-79"
    case .most: "80+"
    }
  }

  /// From the smallest sets to the largest.
  public static func < (left: SizeClass, right: SizeClass) -> Bool {
    left.rawValue < right.rawValue
  }
}
