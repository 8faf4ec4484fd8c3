extension Interactions {
  /// All subsets of so many groups but the empty one, in the order of the effects.
  public static func subsets(of groups: Int) -> [[Int]] {
    SubsetLattice.ordered(groups).map(SubsetLattice.members)
  }

  /// What a function of subsets says of each subset beyond what it says of the smaller ones: inclusion and
  /// exclusion.
  ///
  /// - Parameters:
  ///   - values: of each subset, in the order of ``subsets(of:)``.
  ///   - base: of the empty one.
  ///   - groups: how many groups there are.
  /// - Returns: a number for each subset.
  public static func beyondParts(_ values: [Double], base: Double, groups: Int) -> [Double] {
    let order = SubsetLattice.ordered(groups)
    var table = [Double](repeating: base, count: 1 << groups)
    for (subset, value) in zip(order, values) { table[subset] = value }
    SubsetLattice.invert(&table)
    return order.map { table[$0] }
  }
}
