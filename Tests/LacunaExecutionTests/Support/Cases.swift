import LacunaPrograms
import LacunaTestSupport

/// The table of cases and their gradients, prepared for plans.
enum Cases {
  /// All, with the inputs varying that the table lets vary.
  static func all() throws -> [OperationCase] {
    try (OperationCases.all() + OperationCases.gradients()).map { try $0.byRole() }
  }

  /// Those of two or more varying inputs, each time with one of these varying alone.
  static func partlyVarying() throws -> [OperationCase] {
    try (OperationCases.all() + OperationCases.gradients()).flatMap { operationCase in
      let varying = operationCase.varying
      guard varying.count > 1 else { return [OperationCase]() }
      return try varying.map { only in
        let partial = try operationCase.byRole { $0.role == only.role && $0.name == only.name }
        return OperationCase(
          name: "\(operationCase) with \(only.name) alone varying",
          program: partial.program,
          inputs: partial.inputs
        )
      }
    }
  }
}
