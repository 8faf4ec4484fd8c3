/// A learning algorithm, configured and fitted to its data: state, training step and forward function.
///
/// It does not train. It describes its step and its forward function as programs, which the host
/// differentiates, verifies and runs over the ring it needs. All methods may be called from any thread.
public protocol LearningAlgorithm: Sendable {
  /// The tensors of the state, in the same order every time.
  var state: [StateTensor] { get }

  /// A record as tensors, which programs ask for by name.
  ///
  /// - Throws: a ``LacunaError`` of category ``ErrorCategory/data`` saying what cannot be encoded.
  func encode(_ record: Record) throws -> [ExampleTensor]

  /// What each training step is fed; `stepCount` is nil for the learner's own number of steps.
  func schedule(exampleCount: Int, stepCount: Int?) throws -> Schedule

  /// Emits one training step. The loss of a mini-batch is (1/B) Σ weights[i] · loss of example i.
  func step(_ trace: StepTrace) throws

  /// Emits the forward function of one encoded record.
  func forward(_ trace: ForwardTrace) throws
}
