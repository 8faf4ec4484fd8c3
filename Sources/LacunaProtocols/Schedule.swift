/// What each training step is fed: which examples, and which numbers.
public struct Schedule: Hashable, Sendable, Codable {
  /// One step.
  public struct Step: Hashable, Sendable, Codable {
    /// The positions of the examples of the mini-batch.
    public var examples: [Int]
    /// One number for each of the schedule's scalar names.
    public var scalars: [Double]

    /// A step on these examples with these numbers.
    public init(examples: [Int], scalars: [Double]) {
      self.examples = examples
      self.scalars = scalars
    }
  }

  /// The names of the numbers that each step is given.
  public var scalarNames: [String]
  /// The steps, in order.
  public var steps: [Step]

  /// A schedule of these steps.
  public init(scalarNames: [String], steps: [Step]) {
    self.scalarNames = scalarNames
    self.steps = steps
  }

  /// A schedule that gives no numbers.
  public init(_ batches: [[Int]]) {
    self.init(scalarNames: [], steps: batches.map { Step(examples: $0, scalars: []) })
  }

  /// What is wrong with the schedule for so many examples, if anything is.
  public func fault(exampleCount: Int) -> String? {
    guard Set(scalarNames).count == scalarNames.count else {
      return "the scalar names \(scalarNames.quotedList) are not all different"
    }
    for (index, step) in steps.enumerated() {
      if step.examples.isEmpty { return "step \(index) has no examples" }
      if let bad = step.examples.first(where: { !(0..<exampleCount ~= $0) }) {
        return "step \(index) uses example \(bad), expected 0 to \(exampleCount - 1)"
      }
      if step.scalars.count != scalarNames.count {
        return "step \(index) has \(step.scalars.count) scalars, expected \(scalarNames.count), "
          + "one for each of \(scalarNames.quotedList)"
      }
      if let bad = step.scalars.firstIndex(where: { !$0.isFinite }) {
        return "step \(index): scalar '\(scalarNames[bad])' is \(step.scalars[bad]), "
          + "expected a finite number"
      }
    }
    return nil
  }
}
