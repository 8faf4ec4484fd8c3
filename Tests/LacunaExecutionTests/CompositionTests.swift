import CJetKernels
import LacunaPrograms
import LacunaTestSupport
import Testing

@testable import LacunaExecution

/// Compositions that take in what surrounds them: scalars inside, and products outside.
struct CompositionTests {
  /// Programs around rsqrt(s v + 0.1) or the like, and the operations of the chains that they become.
  private enum Form: CaseIterable {
    /// w − s m rsqrt(s v + 0.1)
    case update
    /// rsqrt(s v + 0.1) m
    case factorOnTheLeft
    /// m rsqrt(v)
    case withoutScalar
    /// exp(s v) s v: the multiple is wanted twice
    case scaledTwice
    /// m rsqrt(v) + rsqrt(v): the composition is wanted twice
    case composedTwice
    /// rsqrt(s v), and s differs from element to element
    case scaledByTensor

    func result(_ c: inout CaseBuilder) throws -> ValueID {
      let (w, m) = (try c.real("w", [7, 3]), try c.real("m", [7, 3]))
      let v = try c.real("v", [7, 3], .positive)
      let s = try c.real("s", [], .values([0.75]), role: .scalar, varies: false)
      let multiple = try c.program.multiply(v, s)
      func root(_ c: inout CaseBuilder, _ x: ValueID) throws -> ValueID {
        try c.append(.unary(.rsqrt), c.program.add(x, c.program.number(0.1)))
      }
      switch self {
      case .update:
        let change = try c.program.multiply(m, root(&c, multiple))
        return try c.program.subtract(w, c.program.multiply(change, s))
      case .factorOnTheLeft:
        return try c.program.multiply(root(&c, multiple), m)
      case .withoutScalar:
        return try c.program.multiply(m, root(&c, v))
      case .scaledTwice:
        return try c.program.multiply(c.append(.unary(.exp), multiple), multiple)
      case .composedTwice:
        let composed = try root(&c, v)
        return try c.program.add(c.program.multiply(m, composed), composed)
      case .scaledByTensor:
        let factors = try c.real("t", [7, 3], .positive, role: .batch, varies: false)
        return try root(&c, c.program.multiply(v, factors))
      }
    }

    var operations: [lk_operation] {
      switch self {
      case .update: [LK_CHAIN_COMPOSE_MULTIPLY_ADD]
      case .factorOnTheLeft, .withoutScalar: [LK_CHAIN_COMPOSE_MULTIPLY]
      case .scaledTwice: [LK_CHAIN_SCALE, LK_CHAIN_COMPOSE_MULTIPLY]
      case .composedTwice: [LK_CHAIN_COMPOSE, LK_CHAIN_MULTIPLY_ADD]
      case .scaledByTensor: [LK_CHAIN_SCALE, LK_CHAIN_COMPOSE]
      }
    }

    func made() throws -> OperationCase {
      var builder = CaseBuilder(name: "\(self)")
      let result = try result(&builder)
      try builder.output("result", result)
      return try builder.build()
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5])
  func `they are what the reference says`(degree: Int) throws {
    for form in Form.allCases {
      let prepared = try form.made().byRole { $0.varies }
      let wrong = try JetRun.mismatches(prepared, degree: degree)
      #expect(wrong.isEmpty, "\(form)")
    }
  }

  @Test(arguments: [1, 3, 4])
  func `only what is used once is taken in`(degree: Int) throws {
    for form in Form.allCases {
      let plan = try Plan(
        program: form.made().byRole { $0.varies }.program,
        ring: .jet(degree: degree),
        precision: .float64,
        varying: [.state]
      )
      let found = plan.calls.map(\.arguments.operation).filter { $0 != 0 }
      #expect(found == form.operations.map { Int64($0.rawValue) }, "\(form)")
    }
  }

  @Test func `the multiply-adds that are needed stay the same`() throws {
    // Of each element: s v and a product with a scalar 2d, the product of jets 2d(d + 1), the root at degree 3
    // 19.
    let plan = try Plan(
      program: Form.update.made().byRole { $0.varies }.program,
      ring: .jet(degree: 3),
      precision: .float64,
      varying: [.state]
    )
    #expect(plan.multiplyAddsPerLane == 21 * (6 + 6 + 24 + 19))
  }
}
