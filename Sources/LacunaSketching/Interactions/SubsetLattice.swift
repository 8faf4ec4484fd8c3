/// Subsets of a few things, as bits of a number.
enum SubsetLattice {
  /// The Möbius transform: g(T) = Σ over S ⊆ T of (−1)^{|T| − |S|} f(S), in place.
  ///
  /// It inverts f(T) = Σ over S ⊆ T of g(S).
  ///
  /// - Parameter values: a value for each subset of so many things, 2^r of them.
  static func invert(_ values: inout [Double]) {
    var bit = 1
    while bit < values.count {
      for subset in values.indices where subset & bit != 0 {
        values[subset] -= values[subset ^ bit]
      }
      bit <<= 1
    }
  }

  /// The sums over subsets: f(T) = Σ over S ⊆ T of g(S), in place.
  static func sum(_ values: inout [Double]) {
    var bit = 1
    while bit < values.count {
      for subset in values.indices where subset & bit != 0 {
        values[subset] += values[subset ^ bit]
      }
      bit <<= 1
    }
  }

  /// The things in a subset, ascending.
  static func members(_ subset: Int) -> [Int] {
    (0..<Int.bitWidth).filter { subset >> $0 & 1 != 0 }
  }

  /// All subsets but the empty one of so many things: small ones first, each size in order of its members.
  static func ordered(_ count: Int) -> [Int] {
    (1..<(1 << count)).sorted { left, right in
      let (a, b) = (members(left), members(right))
      return a.count == b.count ? a.lexicographicallyPrecedes(b) : a.count < b.count
    }
  }
}
