/// The outputs that measurements commonly ask for, their shapes checked.
extension MeasurementTrace {
  /// The outputs `logits` […, V] and `targets` […] of a classifier, as [P, V] and [P].
  ///
  /// - Throws: ``OutputMismatch`` when their shapes are others, or there are fewer classes.
  public func classification(classes: Int = 1) throws -> (logits: Tensor, targets: Tensor) {
    let (logits, targets) = (output("logits"), output("targets"))
    guard
      logits.element == .real, logits.rank >= 1, logits.dimension(-1) >= classes,
      targets.element == .integer, targets.shape == logits.shape.dropLast()
    else {
      throw mismatch(
        "real logits […, V] and integer targets […] with the same leading axes"
          + (classes > 1 ? ", V at least \(classes)" : "")
      )
    }
    let rows = logits.reshaped(to: [-1, logits.dimension(-1)])
    return (rows, targets.reshaped(to: [rows.dimension(0)]))
  }

  /// The output `logits` […, V] as [P, V].
  ///
  /// - Throws: ``OutputMismatch`` when it has no axis.
  public func logits(ofUndeletedModel isBase: Bool = false) throws -> Tensor {
    let logits = isBase ? baseOutput("logits") : output("logits")
    guard logits.element == .real, logits.rank >= 1 else { throw mismatch("real logits […, V]") }
    return logits.reshaped(to: [-1, logits.dimension(-1)])
  }

  /// The outputs `prediction` and `target` of a regression, of one shape.
  ///
  /// - Throws: ``OutputMismatch`` when their shapes differ.
  public func regression() throws -> (prediction: Tensor, target: Tensor) {
    let (prediction, target) = (output("prediction"), output("target"))
    guard
      prediction.element == .real, target.element == .real, prediction.shape == target.shape
    else { throw mismatch("a real prediction and a real target of one shape") }
    return (prediction, target)
  }

  /// The output `prediction` of a regression.
  ///
  /// - Throws: ``OutputMismatch`` when it holds indices.
  public func prediction() throws -> Tensor {
    let prediction = output("prediction")
    guard prediction.element == .real else { throw mismatch("a real prediction") }
    return prediction
  }

  /// An error that says what is expected, and what the learner gives.
  public func mismatch(_ expected: String) -> OutputMismatch {
    OutputMismatch(
      expected: expected,
      found: outputNames.map { "\($0): \(output($0))" }
    )
  }
}

/// Outputs of a learner that have other shapes than a measurement needs.
public struct OutputMismatch: LacunaError, Hashable {
  /// What the measurement needs.
  public var expected: String
  /// The outputs of the learner, each with its type.
  public var found: [String]

  /// ``ErrorCategory/usage``: the two do not go together.
  public var category: ErrorCategory { .usage }

  /// What was expected and found.
  public var description: String {
    "it needs \(expected); the learner gives \(found.joined(separator: ", "))"
  }
}
