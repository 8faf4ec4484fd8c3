/// Counts of the symmetric powers.
enum Binomial {
  /// n[r] = C(n+r−1, r), the dimension of the symmetric tensors of order r over ℂⁿ.
  static func multichoose(_ n: Int, _ r: Int) -> Double {
    (0..<r).reduce(1.0) { $0 * Double(n + $1) / Double($1 + 1) }
  }
}
