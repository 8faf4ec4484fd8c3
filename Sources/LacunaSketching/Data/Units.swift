/// What is kept or deleted together: the unit of each example.
///
/// A direction has one coordinate for each unit, which all examples of the unit share. Examples that are
/// never deleted belong to none.
public struct Units: Sendable, Equatable {
  /// The unit of an example that is never deleted.
  public static let none = -1

  /// The number of units.
  public let count: Int
  /// The number of examples.
  public let exampleCount: Int
  /// Nil where each example is its own unit.
  private let grouping: Grouping?

  private struct Grouping: Sendable, Equatable {
    var names: [String]
    var unitOfExample: [Int]
    var numbers: [String: Int]
    /// The examples unit by unit, and where those of each unit begin.
    var members: [Int]
    var starts: [Int]
  }

  /// Each example as its own unit, named by its position.
  public init(each exampleCount: Int) {
    count = exampleCount
    self.exampleCount = exampleCount
    grouping = nil
  }

  /// Units in the order in which they first appear.
  ///
  /// - Parameter labels: for each example the name of its unit; nil for one that is never deleted.
  public init(labels: [String?]) {
    var names: [String] = []
    var numbers: [String: Int] = [:]
    let unitOfExample = labels.map { label in
      guard let label else { return Self.none }
      if let known = numbers[label] { return known }
      numbers[label] = names.count
      names.append(label)
      return names.count - 1
    }
    self.init(names: names, numbers: numbers, unitOfExample: unitOfExample)
  }

  /// Units as a sketch keeps them.
  ///
  /// - Parameters:
  ///   - names: of the units, no two alike.
  ///   - unitOfExample: for each example the number of its unit, or ``none``.
  public init(names: [String], unitOfExample: [Int]) {
    let numbers = Dictionary(zip(names, names.indices)) { first, _ in first }
    self.init(names: names, numbers: numbers, unitOfExample: unitOfExample)
  }

  private init(names: [String], numbers: [String: Int], unitOfExample: [Int]) {
    var starts = [Int](repeating: 0, count: names.count + 1)
    for unit in unitOfExample where unit >= 0 { starts[unit + 1] += 1 }
    for unit in names.indices { starts[unit + 1] += starts[unit] }
    var next = starts
    var members = [Int](repeating: 0, count: starts.last ?? 0)
    for (example, unit) in unitOfExample.enumerated() where unit >= 0 {
      members[next[unit]] = example
      next[unit] += 1
    }
    count = names.count
    exampleCount = unitOfExample.count
    grouping = Grouping(
      names: names,
      unitOfExample: unitOfExample,
      numbers: numbers,
      members: members,
      starts: starts
    )
  }

  /// Whether each example is its own unit, none of them kept.
  public var areExamples: Bool { grouping == nil }

  /// The name of a unit.
  public func name(_ unit: Int) -> String { grouping?.names[unit] ?? "\(unit)" }

  /// The names of all units.
  public var names: [String] { grouping?.names ?? (0..<count).map { "\($0)" } }

  /// The unit of an example, or ``none``.
  @inline(__always)
  public func unit(of example: Int) -> Int {
    guard let grouping else { return example }
    return grouping.unitOfExample[example]
  }

  /// The unit of each example, or ``none``.
  public var unitOfExample: [Int] { grouping?.unitOfExample ?? Array(0..<count) }

  /// The positions of a unit's examples, ascending.
  public func members(of unit: Int) -> [Int] {
    guard let grouping else { return [unit] }
    return Array(grouping.members[grouping.starts[unit]..<grouping.starts[unit + 1]])
  }

  /// How many examples a unit has.
  public func size(of unit: Int) -> Int {
    guard let grouping else { return 1 }
    return grouping.starts[unit + 1] - grouping.starts[unit]
  }

  /// How many examples some units have.
  public func size(of units: [Int]) -> Int { units.reduce(0) { $0 + size(of: $1) } }

  /// How many examples are never deleted.
  public var keptCount: Int { exampleCount - (grouping?.members.count ?? exampleCount) }

  /// The number of the unit of a name; nil where there is none.
  public func unit(named name: String) -> Int? {
    if let grouping { return grouping.numbers[name] }
    return Int(name).flatMap { 0..<count ~= $0 && "\($0)" == name ? $0 : nil }
  }

  /// The positions of all examples of some units, ascending.
  public func examples(of units: [Int]) -> [Int] {
    guard grouping != nil else { return units }
    return units.flatMap(members).sorted()
  }
}
