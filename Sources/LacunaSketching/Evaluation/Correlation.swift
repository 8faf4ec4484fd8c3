/// How closely two lists of numbers go together.
public enum Correlation {
  /// Pearson's correlation: of the numbers themselves; nil where one list is constant or shorter than two.
  public static func pearson(_ x: [Double], _ y: [Double]) -> Double? {
    pearson(x, y, copies: [Int](repeating: 1, count: x.count))
  }

  /// Spearman's correlation: Pearson's of the ranks, equal numbers sharing the mean of theirs.
  public static func spearman(_ x: [Double], _ y: [Double]) -> Double? {
    let copies = [Int](repeating: 1, count: x.count)
    return pearson(
      Ranking(x).ranks(copies: copies),
      Ranking(y).ranks(copies: copies),
      copies: copies
    )
  }

  /// Pearson's correlation of lists in which each pair stands so many times.
  static func pearson(_ x: [Double], _ y: [Double], copies: [Int]) -> Double? {
    precondition(x.count == y.count && x.count == copies.count, "lists of different lengths")
    let count = Double(copies.reduce(0, +))
    guard count > 1 else { return nil }
    var (meanX, meanY) = (0.0, 0.0)
    for index in x.indices {
      meanX += Double(copies[index]) * x[index] / count
      meanY += Double(copies[index]) * y[index] / count
    }
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for index in x.indices {
      let (dx, dy) = (x[index] - meanX, y[index] - meanY)
      xx += Double(copies[index]) * dx * dx
      yy += Double(copies[index]) * dy * dy
      xy += Double(copies[index]) * dx * dy
    }
    // A list that is constant but for rounding has no direction to go along with.
    let least = 1e-24 * count
    guard xx > least * meanX * meanX, yy > least * meanY * meanY, xx > 0, yy > 0 else { return nil }
    return max(-1, min(1, xy / (xx.squareRoot() * yy.squareRoot())))
  }
}
