import LacunaProtocols

/// The mini-batches of a schedule, stacked when they are asked for.
///
/// Stacked batches are kept only up to the size of the data, so that memory does not grow with the number of
/// steps: of data in an order of its own in each epoch, every batch is another one.
struct BatchTable: Sendable {
  /// The encoded examples by position; empty where no step uses them.
  private let encoded: [[ExampleTensor]]
  /// For each step, its batch in `distinct`.
  private let batchOfStep: [Int]
  /// The positions of each batch that there is.
  private let examples: [[Int]]
  /// The stacked tensors of the first batches.
  private let kept: [[ExampleTensor]]
  /// For each batch, its signature; nil where its examples differ in shape.
  private let signatures: [[NamedType]?]

  /// The batches that differ, in the order of their first steps.
  var distinct: Range<Int> { examples.indices }

  /// No batches.
  init() {
    self.init(Schedule([]), [])
  }

  /// The batches of a schedule.
  ///
  /// - Parameters:
  ///   - schedule: which examples each step takes.
  ///   - encoded: the encoded examples by position.
  init(_ schedule: Schedule, _ encoded: [[ExampleTensor]]) {
    self.encoded = encoded
    var known: [[Int]: Int] = [:]
    var examples: [[Int]] = []
    batchOfStep = schedule.steps.map { step in
      if let batch = known[step.examples] { return batch }
      known[step.examples] = examples.count
      examples.append(step.examples)
      return examples.count - 1
    }
    self.examples = examples
    // Few examples differ in shape; each shape is compared once.
    var kinds: [[NamedType]: Int] = [:]
    let kindOfExample = encoded.map { example in
      let signature = example.signature
      if let kind = kinds[signature] { return kind }
      kinds[signature] = kinds.count
      return kinds.count - 1
    }
    signatures = examples.map { positions in
      let kind = kindOfExample[positions[0]]
      guard positions.allSatisfy({ kindOfExample[$0] == kind }) else { return nil }
      return encoded[positions[0]].signature(batchSize: positions.count)
    }
    var room = Self.bytes(encoded)
    var kept: [[ExampleTensor]] = []
    for (batch, positions) in examples.enumerated() where signatures[batch] != nil {
      // A batch of one example is the example: it takes no room of its own.
      room -= positions.count == 1 ? 0 : positions.reduce(0) { $0 + Self.bytes([encoded[$1]]) }
      guard room >= 0, batch == kept.count else { break }
      kept.append(Self.stack(positions.map { encoded[$0] }))
    }
    self.kept = kept
  }

  /// The batch of each step, as a number.
  func map<Value>(_ value: (_ batch: Int) -> Value) -> [Value] { batchOfStep.map(value) }

  /// The types of a batch's tensors; nil where its examples differ in shape.
  func signature(of batch: Int) -> [NamedType]? { signatures[batch] }

  /// The tensors of a batch.
  func tensors(of batch: Int) -> [ExampleTensor] {
    batch < kept.count ? kept[batch] : Self.stack(examples[batch].map { encoded[$0] })
  }

  /// The bytes of the elements of encoded examples and of the batches that are kept.
  var bytes: Int {
    Self.bytes(encoded)
      + zip(kept, examples).reduce(0) { $0 + ($1.1.count == 1 ? 0 : Self.bytes([$1.0])) }
  }

  private static func bytes(_ examples: [[ExampleTensor]]) -> Int {
    examples.reduce(0) { sum, example in
      sum + example.reduce(0) { $0 + ($1.reals.count + $1.integers.count) * 8 }
    }
  }

  /// Tensors of examples side by side, along a new first axis.
  private static func stack(_ examples: [[ExampleTensor]]) -> [ExampleTensor] {
    guard let first = examples.first else { return [] }
    return first.indices.map { index in
      var tensor = first[index]
      tensor.shape = [examples.count] + tensor.shape
      guard examples.count > 1 else { return tensor }
      tensor.reals.reserveCapacity(tensor.reals.count * examples.count)
      tensor.integers.reserveCapacity(tensor.integers.count * examples.count)
      for example in examples.dropFirst() {
        tensor.reals.append(contentsOf: example[index].reals)
        tensor.integers.append(contentsOf: example[index].integers)
      }
      return tensor
    }
  }
}

extension Schedule {
  /// Lets steps on the same examples share one list of them, which full batches make long.
  mutating func shareExamples() {
    var known: Set<[Int]> = []
    for step in steps.indices {
      let (isNew, list) = known.insert(steps[step].examples)
      if !isNew { steps[step].examples = list }
    }
  }
}
