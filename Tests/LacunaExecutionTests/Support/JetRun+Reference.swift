import LacunaTestSupport

extension JetRun {
  /// What any of the kernels finds otherwise than the reference.
  static func mismatches(_ prepared: OperationCase, degree: Int) throws -> [String] {
    let reference = try ReferenceRun(of: prepared, degree: degree)
    return try Kernels.all.compactMap { kernels in
      let run = try JetRun(prepared, inputs: reference.inputs, degree: degree, on: kernels)
      let wrong = reference.mismatches(epsilon: kernels.precision.epsilon) {
        run.coefficient($0, $1, $2, lane: 0)
      }
      return wrong.isEmpty ? nil : "\(kernels): \(wrong)"
    }
  }
}
