/// The bootstrap: how much a figure would differ had others been drawn, from resamples with replacement.
///
/// B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979). The intervals
/// are percentile intervals. A resample depends on the seed and its number alone.
public struct Bootstrap: Sendable {
  /// The seed of the resamples.
  public let seed: UInt64
  /// How many resamples are drawn.
  public let resamples: Int
  /// The confidence of the intervals.
  public let confidence: Double

  /// A bootstrap.
  public init(seed: UInt64, resamples: Int = 1000, confidence: Double = 0.95) {
    self.seed = seed
    self.resamples = resamples
    self.confidence = confidence
  }

  /// How many times each of so many items stands in a resample.
  func copies(of count: Int, resample: Int) -> [Int] {
    let generator = Philox(seed: seed)
    var copies = [Int](repeating: 0, count: count)
    for element in stride(from: 0, to: count, by: 2) {
      let (u, v) = generator.uniforms(.bootstrap, row: resample, element: element)
      copies[min(Int(u * Double(count)), count - 1)] += 1
      if element + 1 < count { copies[min(Int(v * Double(count)), count - 1)] += 1 }
    }
    return copies
  }

  /// Figures of a sample, each with its interval.
  ///
  /// - Parameters:
  ///   - count: the size of the sample.
  ///   - figures: computes the figures, where each item stands so many times; nil where one is undefined.
  /// - Returns: for each figure its value on the sample, and the interval that its values on resamples give:
  ///   none for a single item, or where it is undefined on more than half of the resamples.
  func scores(count: Int, _ figures: ([Int]) -> [Double?]) -> [Score] {
    let values = figures([Int](repeating: 1, count: count))
    guard count > 1, resamples > 0 else { return values.map { Score(value: $0) } }
    var drawn = [[Double]](repeating: [], count: values.count)
    for resample in 0..<resamples {
      let found = figures(copies(of: count, resample: resample))
      for (index, value) in found.enumerated() {
        if let value { drawn[index].append(value) }
      }
    }
    let tail = (1 - confidence) / 2
    return zip(values, drawn).map { value, drawn in
      guard value != nil, 2 * drawn.count >= resamples else { return Score(value: value) }
      let sorted = drawn.sorted()
      return Score(
        value: value,
        low: Self.quantile(sorted, tail),
        high: Self.quantile(sorted, 1 - tail)
      )
    }
  }

  /// A quantile of sorted numbers, linear between them (the default of numpy and R).
  static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let low = Int(place.rounded(.down))
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }
}

/// A figure and its confidence interval; nil where it is undefined.
public struct Score: Sendable, Equatable {
  /// The figure.
  public var value: Double?
  /// Where its interval begins.
  public var low: Double?
  /// Where its interval ends.
  public var high: Double?

  /// A figure.
  public init(value: Double?, low: Double? = nil, high: Double? = nil) {
    self.value = value
    self.low = low
    self.high = high
  }
}
