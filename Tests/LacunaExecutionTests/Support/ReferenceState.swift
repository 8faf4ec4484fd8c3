import LacunaExecution
import LacunaPrograms
import LacunaTestSupport

/// The state of a ``StateProblem``, advanced by the reference evaluator.
struct ReferenceState<Number: ReferenceNumber> {
  private let problem: StateProblem
  private var state: [String: ReferenceTensor<Number>] = [:]
  private let varying: UInt64
  private let number: (inout SplitMix64) -> Number

  /// State with random numbers.
  ///
  /// - Parameters:
  ///   - problem: the problem.
  ///   - varying: which random numbers inputs of the role `weights` have.
  ///   - number: a random number of the ring.
  init(
    _ problem: StateProblem,
    varying: UInt64 = 0,
    number: @escaping (inout SplitMix64) -> Number
  ) {
    self.problem = problem
    self.varying = varying
    self.number = number
    for (name, shape) in problem.state {
      var random = SplitMix64(name: "\(name) \(problem.seed)")
      state[name] = ReferenceTensor(
        shape,
        numbers: (0..<shape.count).map { _ in number(&random) }
      )
    }
  }

  /// The elements of a state tensor.
  func numbers(_ name: String) -> [Number] { state[name]?.numbers ?? [] }

  /// All inputs of a step, the state among them.
  ///
  /// Integers are 0 or 1, weights vary, and everything else is real.
  func inputs(_ step: Int) -> [ReferenceEvaluator.Key: ReferenceTensor<Number>] {
    var result: [ReferenceEvaluator.Key: ReferenceTensor<Number>] = [:]
    for input in problem.program.inputs {
      let type = problem.program.type(of: input.value)
      let which = input.role == .weights ? varying : 0
      var random = SplitMix64(name: "\(input.name) \(step) \(problem.seed) \(which)")
      let tensor: ReferenceTensor<Number>? =
        switch (input.role, type.element) {
        case (.state, _): state[input.name]
        case (_, .integer):
          ReferenceTensor(
            type.shape,
            integers: (0..<type.shape.count).map { _ in Int64(random.next() % 2) }
          )
        case (.weights, _):
          ReferenceTensor(type.shape, numbers: (0..<type.shape.count).map { _ in number(&random) })
        default:
          ReferenceTensor(
            type.shape,
            numbers: (0..<type.shape.count).map { _ in .constant(random.uniform(in: -1...1)) }
          )
        }
      result[ReferenceEvaluator.Key(input.role, input.name)] = tensor
    }
    return result
  }

  /// Runs the program once and returns its outputs.
  mutating func advance(
    _ inputs: [ReferenceEvaluator.Key: ReferenceTensor<Number>]
  ) throws -> [String: ReferenceTensor<Number>] {
    let outputs = try ReferenceEvaluator.evaluate(problem.program, inputs: inputs)
    for (name, tensor) in outputs where state[name] != nil { state[name] = tensor }
    return outputs
  }
}
