import LacunaPrograms
import LacunaProtocols

/// What can go wrong while a plugin traces a program.
public enum TracingError: LacunaError {
  /// A learner or measurement could not be traced: who, which function, and why.
  case failed(subject: String, function: String, reason: String, category: ErrorCategory)
  /// The tensors of a mini-batch do not have one first axis in common.
  case unevenBatch(subject: String, signature: [NamedType])
  /// A measurement that asks for outputs that the learner does not give: which, and what it gives.
  case unmetNeeds(subject: String, needs: [String], missing: [String], outputs: [NamedType])
  /// A program that cannot be built from what was asked for.
  case program(subject: String, function: String, error: ProgramError)

  /// ``ErrorCategory/software``, the category that the plugin gave, or ``ErrorCategory/usage`` for a
  /// measurement and a learner that do not go together.
  public var category: ErrorCategory {
    switch self {
    case .failed(_, _, _, let category): category
    case .unmetNeeds: .usage
    case .unevenBatch, .program: .software
    }
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
    case .unmetNeeds(let subject, let needs, let missing, let outputs):
      "\(subject): it needs the output\(needs.count == 1 ? "" : "s") \(needs.quotedList), but there is "
        + "no \(missing.quotedList); the learner gives "
        + outputs.map { "\($0.name): \($0.type)" }.joined(separator: ", ")
        + "." + suggestionTail(for: missing.first ?? "", among: outputs.map(\.name))
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
