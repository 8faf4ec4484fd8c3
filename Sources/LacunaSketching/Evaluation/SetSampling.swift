import Foundation

/// Random deletion sets.
///
/// Each depends on the seed, what it is for and its number alone.
public struct SetSampling: Sendable {
  /// The seed.
  public let seed: UInt64

  /// Sets of a seed.
  public init(seed: UInt64) { self.seed = seed }

  /// What sets are drawn for; part of the counter, so that they are independent.
  public enum Purpose: Int, Sendable {
    case random = 0
    case sizes = 1
    case order = 2
    case control = 3
  }

  /// A set of so many of the units, ascending: every such set is as likely.
  public func set(of size: Int, among units: Int, number: Int, _ purpose: Purpose = .random)
    -> [Int]
  {
    Array(shuffled(units, first: size, number: number, purpose)).sorted()
  }

  /// The numbers below a count in random order.
  public func order(_ count: Int, number: Int = 0) -> [Int] {
    shuffled(count, first: count, number: number, .order)
  }

  /// A size from 1 to the largest, uniform on a logarithmic scale.
  public func size(upTo largest: Int, number: Int) -> Int {
    let (u, _) = Philox(seed: seed).uniforms(
      .evaluationSets,
      row: number << 2 | Purpose.sizes.rawValue,
      element: 0
    )
    let size = Int(exp(log(Double(largest + 1)) * u))
    return max(1, min(largest, size))
  }

  /// The first of the numbers below a count, shuffled by Fisher and Yates.
  private func shuffled(_ count: Int, first: Int, number: Int, _ purpose: Purpose) -> [Int] {
    precondition(0...count ~= first, "\(first) of \(count) units")
    let generator = Philox(seed: seed)
    var order = Array(0..<count)
    for place in 0..<first {
      let (u, _) = generator.uniforms(
        .evaluationSets,
        row: number << 2 | purpose.rawValue,
        element: place
      )
      let left = count - place
      order.swapAt(place, place + min(Int(u * Double(left)), left - 1))
    }
    return Array(order.prefix(first))
  }
}
