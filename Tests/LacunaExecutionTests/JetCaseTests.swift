import LacunaExecution
import LacunaPrograms
import LacunaTestSupport
import Testing

/// Every operation over jets, against the reference evaluator within the bounds on rounding errors.
///
/// With the amplitudes of the table the bounds mean something at every degree: in double precision they are
/// below a thousandth of 99.9% of the coefficients at degree 20, as measured.
struct JetCaseTests {
  @Test(arguments: [1, 2, 3, 4, 7, 20] + (Stress.isOn ? [5, 6, 8, 11, 33] : []))
  func `every case is what the reference says`(degree: Int) throws {
    try withEvery("case", in: try Cases.all()) { operationCase in
      let reference = try ReferenceRun(of: operationCase, degree: degree)
      try withEvery("kernels", in: Kernels.all) { kernels in
        try expect(operationCase, reference, on: kernels)
      }
    }
  }

  /// Runs of coefficients begin at even ones where the degree is odd, and there are several only at high degrees.
  @Test(arguments: [19] + (Stress.isOn ? [23, 25] : []))
  func `every case at an odd degree of many runs is what the reference says`(degree: Int) throws {
    try withEvery("case", in: try Cases.all()) { operationCase in
      try expect(operationCase, ReferenceRun(of: operationCase, degree: degree), on: .best)
    }
  }

  @Test(arguments: [3, 5])
  func `every case with one input alone varying is what the reference says`(degree: Int) throws {
    try withEvery("case", in: try Cases.partlyVarying()) { operationCase in
      let reference = try ReferenceRun(of: operationCase, degree: degree)
      try expect(operationCase, reference, on: .best)
    }
  }

  private func expect(
    _ operationCase: OperationCase,
    _ reference: ReferenceRun,
    on kernels: Kernels
  ) throws {
    let run = try JetRun(
      operationCase,
      inputs: reference.inputs,
      degree: reference.degree,
      on: kernels
    )
    // The other lanes differ from these by signs alone: see `LaneTests`.
    let lanes = Set((0..<8).map { Symmetry.likeness(of: $0, degree: reference.degree) })
    for lane in lanes.sorted() {
      let symmetry = Symmetry(lane: lane)
      let wrong = reference.mismatches(
        epsilon: kernels.precision.epsilon,
        factor: 4,
        floor: kernels.precision.floor
      ) { output, element, power in
        symmetry.undo(run.coefficient(output, element, power, lane: lane), power)
      }
      #expect(wrong.isEmpty, "\(Trace.current), lane \(lane)")
    }
  }
}
