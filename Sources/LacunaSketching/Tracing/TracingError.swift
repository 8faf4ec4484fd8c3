import LacunaPrograms
import LacunaProtocols

/// What can go wrong while a plugin traces a program.
public enum TracingError: LacunaError {
  /// A learner or measurement could not be traced: who, which function, and why.
  case failed(subject: String, function: String, reason: String, category: ErrorCategory)
  /// The tensors of a mini-batch do not have one first axis in common.
  case unevenBatch(subject: String, signature: [NamedType])
  /// A program that cannot be built from what was asked for.
  case program(subject: String, function: String, error: ProgramError)

  /// ``ErrorCategory/software``, or the category that the plugin gave.
  public var category: ErrorCategory {
    if case .failed(_, _, _, let category) = self { category } else { .software }
  }

  /// Who failed at what, and why.
  public var description: String {
    switch self {
    case .failed(let subject, let function, let reason, _):
      "\(subject): \(function) cannot be traced: \(reason)"
    case .unevenBatch(let subject, let signature):
      "\(subject): the tensors of a mini-batch are "
        + signature.map { "\($0.name): \($0.type)" }.joined(separator: ", ")
        + "; expected at least one, all with the same first axis"
    case .program(let subject, let function, let error):
      "\(subject): \(function) cannot be traced: \(error)"
    }
  }
}

/// What the host answers to a plugin that asks the builder for something that cannot be.
struct BuilderError: LacunaError {
  let description: String
  var category: ErrorCategory { .software }

  init(_ description: String) { self.description = description }
}
