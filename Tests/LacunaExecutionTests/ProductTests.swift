import LacunaExecution
import LacunaPrograms
import LacunaTestSupport
import Testing

/// Products of matrices so deep that kernels pack them, by every kind and layout of the operands.
struct ProductTests {
  @Test(arguments: [1, 2, 3, 4, 5])
  func `deep products of any layout are what the reference says`(degree: Int) throws {
    let sizes = [(5, 40, 9), (9, 33, 4), (2, 17, 7), (7, 18, 2), (3, 35, 3), (1, 20, 6)]
    for (m, k, n) in sizes {
      for (turnsFirst, turnsSecond) in [(false, false), (false, true), (true, false), (true, true)]
      {
        let name = "[\(m), \(k)] × [\(k), \(n)], turned \(turnsFirst), \(turnsSecond)"
        var builder = CaseBuilder(name: name)
        let small = Domain.range(-0.5...0.5)
        let x = try builder.real("x", turnsFirst ? [k, m] : [m, k], small)
        let y = try builder.real("y", turnsSecond ? [n, k] : [k, n], small)
        let product = try builder.append(
          .matmul,
          turnsFirst ? builder.append(.transpose([1, 0]), x) : x,
          turnsSecond ? builder.append(.transpose([1, 0]), y) : y
        )
        try builder.output("product", product)
        let operationCase = try builder.build()
        for varying in [["x", "y"], ["x"], ["y"]] {
          let prepared = try operationCase.byRole { varying.contains($0.name) }
          let wrong = try JetRun.mismatches(prepared, degree: degree)
          #expect(wrong.isEmpty, "\(name), varying \(varying)")
        }
      }
    }
  }
}
