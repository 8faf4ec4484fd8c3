/// A deletion set that predictions are held to the truth on.
public struct EvaluatedSet: Sendable, Equatable {
  /// What it is called: a selector, or what it was drawn as.
  public var name: String
  /// The units that are deleted, ascending.
  public var units: [Int]

  /// A set.
  public init(name: String, units: [Int]) {
    self.name = name
    self.units = units
  }
}

extension [EvaluatedSet] {
  /// At most so many of the sets, as many of each size class as can be, drawn at random; in their order.
  func sampled(_ count: Int, _ sampling: SetSampling) -> [EvaluatedSet] {
    guard self.count > count else { return self }
    var classes: [SizeClass: [Int]] = [:]
    for index in sampling.order(self.count) {
      classes[SizeClass(self[index].units.count), default: []].append(index)
    }
    var chosen: [Int] = []
    for round in 0..<self.count where chosen.count < count {
      for size in classes.keys.sorted() where chosen.count < count {
        if let members = classes[size], members.indices.contains(round) {
          chosen.append(members[round])
        }
      }
    }
    return chosen.sorted().map { self[$0] }
  }
}
