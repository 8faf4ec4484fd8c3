/// Which examples each training step uses.
///
/// Batches have one size, except perhaps the last of an epoch: each size is a signature, for which the
/// step is traced once.
public struct Batching: Hashable, Sendable {
  /// In which order an epoch goes through the examples.
  public enum Order: Hashable, Sendable {
    /// As in the data.
    case file
    /// Shuffled anew for every epoch, by a generator that depends on the seed and the epoch alone.
    case shuffled(seed: UInt64)
  }

  /// What becomes of the examples at the end of an epoch that do not fill a batch.
  public enum Remainder: String, Hashable, Sendable, CaseIterable {
    /// They are a smaller batch; its loss is divided by its own size.
    case keep
    /// They are left out of this epoch.
    case drop
  }

  /// The number of examples of a batch.
  public var size: Int
  /// The number of times that training goes through the data.
  public var epochs: Int
  /// The order of an epoch.
  public var order: Order
  /// What becomes of a batch that is not full.
  public var remainder: Remainder

  /// Batches of this size; one epoch in the order of the data by default.
  public init(
    size: Int = 1,
    epochs: Int = 1,
    order: Order = .file,
    remainder: Remainder = .keep
  ) {
    precondition(size > 0, "Batching: size is \(size), expected at least 1")
    precondition(epochs >= 0, "Batching: epochs is \(epochs), expected at least 0")
    self.size = size
    self.epochs = epochs
    self.order = order
    self.remainder = remainder
  }

  /// The positions of the examples of each step.
  ///
  /// With a step count, as many epochs are gone through as that takes; else those asked for.
  public func steps(exampleCount: Int, stepCount: Int? = nil) -> [[Int]] {
    var steps: [[Int]] = []
    var epoch = 0
    while stepCount.map({ steps.count < $0 }) ?? (epoch < epochs) {
      let batches = batches(ofEpoch: epoch, exampleCount: exampleCount)
      guard !batches.isEmpty else { break }
      steps += batches
      epoch += 1
    }
    return Array(steps.prefix(stepCount ?? steps.count))
  }

  private func batches(ofEpoch epoch: Int, exampleCount: Int) -> [[Int]] {
    var positions = Array(0..<max(exampleCount, 0))
    if case .shuffled(let seed) = order {
      var generator = SplitMix64(seed: seed, stream: UInt64(epoch))
      for index in stride(from: positions.count - 1, to: 0, by: -1) {
        positions.swapAt(index, generator.next(below: index + 1))
      }
    }
    let batches = stride(from: 0, to: positions.count, by: size).map {
      Array(positions[$0..<min($0 + size, positions.count)])
    }
    return remainder == .keep ? batches : batches.filter { $0.count == size }
  }
}
