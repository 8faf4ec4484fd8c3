import LacunaProtocols
import LacunaSketching

/// A learner that has whatever outputs a measurement asks for, smooth in its parameters.
struct ProbeLearner: LearningAlgorithm {
  /// What an output is.
  enum Output: Hashable {
    /// Real numbers of a shape.
    case reals([Int])
    /// Probabilities over the last axis.
    case distribution([Int])
    /// Indices below a bound.
    case indices([Int], below: Int)
  }

  /// The outputs, by name.
  let outputs: [String: Output]

  var state: [StateTensor] {
    [
      .parameter("matrix", [2, 3], .normal(standardDeviation: 0.7)),
      .parameter("vector", [3], .uniform(low: -1, high: 1)),
      .parameter("number", [], .constant(0.4)),
    ]
  }

  func encode(_ record: Record) -> [ExampleTensor] {
    [ExampleTensor("shift", reals: [0.3])]
      + outputs.sorted { $0.key < $1.key }.compactMap { name, output in
        guard case .indices(let shape, let bound) = output else { return nil }
        let count = shape.reduce(1, *)
        return ExampleTensor(
          name,
          integers: (0..<count).map { ($0 * 7 + 1) % bound },
          shape: shape
        )
      }
  }

  func schedule(exampleCount: Int, stepCount: Int?) -> Schedule {
    Schedule(
      scalarNames: [],
      steps: (0..<(stepCount ?? 1)).map { _ in .init(examples: [0], scalars: []) }
    )
  }

  func step(_ trace: StepTrace) { trace.update("number", to: trace.state("number")) }

  func forward(_ trace: ForwardTrace) {
    let all = concatenated(
      state.map { trace.parameter($0.name).reshaped(to: [-1]) } + [trace.example("shift")],
      axis: 0
    )
    for (name, output) in outputs.sorted(by: { $0.key < $1.key }) {
      switch output {
      case .reals(let shape): trace.output(name, numbers(all, shape, name))
      case .distribution(let shape): trace.output(name, softmax(numbers(all, shape, name)))
      case .indices: trace.output(name, trace.example(name))
      }
    }
  }

  /// A different smooth function of all parameters for each element.
  private func numbers(_ all: Tensor, _ shape: [Int], _ name: String) -> Tensor {
    let count = shape.reduce(1, *)
    let width = all.dimension(0)
    var random = CheckRandom(seed: name.utf8.reduce(17) { $0 &* 31 &+ UInt64($1) })
    let factors = (0..<count * width).map { _ in Double.random(in: -1...1, using: &random) }
    let matrix = all.trace.constant(factors, shape: [count, width])
    let sums = matmul(matrix, all.expanded(at: 1)).reshaped(to: shape)
    return tanh(sums) + sums * 0.25
  }
}

extension ProbeLearner {
  /// Shapes that the outputs of learners commonly have.
  enum Profile: String, CaseIterable {
    case single, sequence, batch, nested

    /// Shapes of logits, targets, predictions, and of whatever else.
    fileprivate var shapes: (logits: [Int], values: [Int], other: [Int]) {
      switch self {
      case .single: ([5], [], [])
      case .sequence: ([3, 5], [3], [4])
      case .batch: ([1, 2], [1], [3, 5])
      case .nested: ([2, 3, 5], [2, 3], [2, 3, 4])
      }
    }
  }

  /// A learner with these outputs in the shapes of a profile.
  init(_ names: Set<String>, _ profile: Profile) {
    let shapes = profile.shapes
    outputs = Dictionary(
      uniqueKeysWithValues: names.map { name in
        switch name {
        case "logits": (name, .reals(shapes.logits))
        case "probabilities": (name, .distribution(shapes.logits))
        case "targets": (name, .indices(shapes.logits.dropLast(), below: shapes.logits.last ?? 1))
        case "prediction", "predictions", "target", "loss": (name, .reals(shapes.values))
        default: (name, .reals(shapes.other))
        }
      }
    )
  }

  /// A learner with these outputs in shapes that nobody expects.
  init(strange names: Set<String>, _ random: inout CheckRandom) {
    var outputs: [String: Output] = [:]
    for name in names.sorted() {
      let rank = Int.random(in: 0...4, using: &random)
      let shape = (0..<rank).map { _ in Int.random(in: 1...4, using: &random) }
      outputs[name] =
        random.byte() & 1 == 0
        ? .reals(shape) : .indices(shape, below: Int.random(in: 1...9, using: &random))
    }
    self.outputs = outputs
  }
}
