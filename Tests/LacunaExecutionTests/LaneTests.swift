import LacunaExecution
import LacunaPrograms
import LacunaTestSupport
import Testing

/// Lanes know nothing of each other.
struct LaneTests {
  @Test(arguments: [1, 3, 5])
  func `lanes that differ by signs give the same bits but for signs`(degree: Int) throws {
    try withEvery("case", in: try Cases.all()) { operationCase in
      let inputs = operationCase.jetInputs(degree: degree)
      try withEvery("kernels", in: Kernels.all) { kernels in
        let run = try JetRun(operationCase, inputs: inputs, degree: degree, on: kernels)
        let lanes = kernels.precision.lanes
        func undone(_ lane: Int) -> [ReferenceComplex] {
          run.coefficients(lane: lane).map { Symmetry(lane: lane).undo($0.value, $0.power) }
        }
        let alike = (0..<8).filter { Symmetry.likeness(of: $0, degree: degree) == $0 }
        let expected = Dictionary(uniqueKeysWithValues: alike.map { ($0, undone($0)) })
        for lane in 0..<lanes {
          let isSame = undone(lane) == expected[Symmetry.likeness(of: lane, degree: degree)]
          #expect(isSame, "\(Trace.current), lane \(lane)")
        }
      }
    }
  }

  @Test(arguments: [1, 3, 5])
  func `a lane's bits depend on neither its position nor other lanes`(degree: Int) throws {
    try withEvery("case", in: try Cases.all()) { operationCase in
      let inputs = operationCase.jetInputs(degree: degree)
      try withEvery("kernels", in: Kernels.all) { kernels in
        let lanes = kernels.precision.lanes
        // One lane, at each of three positions, among others that hold noise.
        let found = try [0, 3, lanes - 1].enumerated().map { number, position in
          var noise = SplitMix64(seed: UInt64(number))
          let run = try JetRun(operationCase, inputs: inputs, degree: degree, on: kernels) {
            lane,
            _,
            value in
            let other = ReferenceComplex(noise.normal(), noise.normal())
            return lane == position ? value : Double(number + 1) * other
          }
          return run.coefficients(lane: position).map(\.value)
        }
        #expect(found[1] == found[0], "\(Trace.current)")
        #expect(found[2] == found[0], "\(Trace.current)")
      }
    }
  }

  @Test func `a lane of reals depends on neither its position nor other lanes`() throws {
    try withEvery("case", in: try Cases.all()) { operationCase in
      let others = (0..<4).map { operationCase.perturbed(seed: $0 + 9, by: 0.2).inputs }
      try withEvery("kernels", in: Kernels.all) { kernels in
        let lanes = kernels.precision.lanes
        let found = try [0, 3, lanes - 1].enumerated().map { number, position in
          var fed = (0..<lanes).map { others[($0 + number) % 4] }
          fed[position] = operationCase.inputs
          return try LaneRun(operationCase.program, lanes: fed, on: kernels).bits(lane: position)
        }
        #expect(found[1] == found[0], "\(Trace.current)")
        #expect(found[2] == found[0], "\(Trace.current)")
      }
    }
  }
}
