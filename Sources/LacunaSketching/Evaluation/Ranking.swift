/// The order of some values, from which ranks follow for any number of copies of each.
///
/// A resample of a bootstrap holds each value so many times; sorting once serves all resamples.
struct Ranking: Sendable {
  /// The indices of equal values, from the least value to the largest.
  private let groups: [[Int]]
  private let count: Int

  init(_ values: [Double]) {
    count = values.count
    var groups: [[Int]] = []
    for index in values.indices.sorted(by: { (values[$0], $0) < (values[$1], $1) }) {
      if let last = groups.last?.last, values[last] == values[index] {
        groups[groups.count - 1].append(index)
      } else {
        groups.append([index])
      }
    }
    self.groups = groups
  }

  /// The rank of each value among the copies, from 1; equal values share the mean of their ranks.
  func ranks(copies: [Int]) -> [Double] {
    var ranks = [Double](repeating: 0, count: count)
    var before = 0
    for group in groups {
      let here = group.reduce(0) { $0 + copies[$1] }
      let rank = Double(before) + Double(here + 1) / 2
      for index in group { ranks[index] = rank }
      before += here
    }
    return ranks
  }
}
