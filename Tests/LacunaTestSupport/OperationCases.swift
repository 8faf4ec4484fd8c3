import LacunaPrograms

/// The table of cases: every operation, in several shapes, and the compositions that learners use.
public enum OperationCases {
  /// All cases.
  ///
  /// - Throws: `ProgramError` when a case does not fit the table of operations.
  public static func all() throws -> [OperationCase] { try operations() + composites() }

  /// The cases of single operations.
  ///
  /// - Throws: `ProgramError` when a case does not fit the table of operations.
  public static func operations() throws -> [OperationCase] {
    try elementwise() + movement() + reductions() + indexing() + linearAlgebra()
  }

  /// The cases with the gradient of a random combination of their outputs with respect to everything
  /// that varies.
  ///
  /// - Throws: `ProgramError` when a gradient rule does not fit the table of operations.
  public static func gradients() throws -> [OperationCase] {
    try all().map { try $0.withGradient() }
  }
}
