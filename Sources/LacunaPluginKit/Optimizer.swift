/// An optimiser: what it keeps, what it is fed at each step, and how it changes the parameters.
///
/// Whatever depends on the step alone (learning rates, bias corrections) is a table of numbers made
/// beforehand, so that the step itself is the same program every time.
public protocol Optimizer: Sendable {
  /// The names of the numbers that each step is given.
  var scalarNames: [String] { get }

  /// Those numbers for step t of T, counted from 0.
  func scalars(step: Int, of count: Int) -> [Double]

  /// The tensors it keeps for the parameters among these tensors.
  func slots(for state: [StateTensor]) -> [StateTensor]

  /// Emits the update of one parameter and of the slots that belong to it.
  func update(_ name: String, _ parameter: Tensor, gradient: Tensor, in trace: StepTrace)
}

extension Optimizer {
  /// Emits the gradient of a loss and the update of each of these parameters.
  public func minimize(_ loss: Tensor, _ names: [String], in trace: StepTrace) {
    let parameters = names.map { trace.state($0) }
    let gradients = gradient(of: loss, withRespectTo: parameters)
    for (index, name) in names.enumerated() {
      update(name, parameters[index], gradient: gradients[index], in: trace)
    }
  }

  /// The schedule of a training run with this optimiser.
  public func schedule(
    _ batching: Batching,
    exampleCount: Int,
    stepCount: Int?
  ) -> Schedule {
    let batches = batching.steps(exampleCount: exampleCount, stepCount: stepCount)
    return Schedule(
      scalarNames: scalarNames,
      steps: batches.enumerated().map { step, examples in
        Schedule.Step(examples: examples, scalars: scalars(step: step, of: batches.count))
      }
    )
  }

  /// A slot of zeros for each parameter among these tensors, named `prefix.parameter`.
  func slots(_ prefix: String, for state: [StateTensor]) -> [StateTensor] {
    state.filter { $0.role == .parameter }.map { .slot("\(prefix).\($0.name)", $0.shape) }
  }
}
