import LacunaPrograms

/// Functions of one, two and three arguments.
extension OperationCases {
  static func elementwise() throws -> [OperationCase] {
    try unary() + powers() + binary() + selection()
  }

  private static func unary() throws -> [OperationCase] {
    try UnaryFunction.allCases.flatMap { function in
      try [[], [7], [5, 3]].map { (shape: Shape) in
        try OperationCase("\(function.rawValue) \(shape)") { c in
          try c.append(.unary(function), c.real("x", shape, domain(of: function)))
        }
      }
    } + constants()
  }

  private static func domain(of function: UnaryFunction) -> Domain {
    switch function {
    case .log, .sqrt, .rsqrt: .positive
    case .relu, .abs, .reciprocal: .awayFromZero
    default: .signed
    }
  }

  /// Functions of what does not depend on z, beside what does.
  private static func constants() throws -> [OperationCase] {
    [
      try OperationCase("exp of a constant times x") { c in
        let fixed = try c.append(.unary(.exp), c.real("fixed", [5], role: .scalar, varies: false))
        return try c.append(.binary(.multiply), fixed, c.real("x", [5]))
      },
      try OperationCase("tanh of nothing that varies") { c in
        try c.append(.unary(.tanh), c.real("fixed", [4], varies: false))
      },
      try OperationCase("functions far from zero") { c in
        let values = [-30.0, -8, -1e-6, 1e-6, 8, 30]
        let x = try c.real("x", [6], .values(values))
        let functions: [UnaryFunction] = [
          .tanh, .sigmoid, .erf, .gelu, .geluTanh, .silu, .softplus,
        ]
        for function in functions {
          try c.output(function.rawValue, c.append(.unary(function), x))
        }
        return try c.append(.unary(.negate), x)
      },
    ]
  }

  private static func powers() throws -> [OperationCase] {
    let positive = try [-1.5, -1, -0.5, 0.5, 2.5].map { exponent in
      try OperationCase("power \(exponent)") { c in
        try c.append(.power(exponent), c.real("x", [5, 3], .positive))
      }
    }
    let whole = try [0.0, 1, 2, 3, 7].map { exponent in
      try OperationCase("power \(exponent) of any sign") { c in
        try c.append(.power(exponent), c.real("x", [5], .values([-1.5, -0.25, 0, 0.75, 1.25])))
      }
    }
    return positive + whole
  }

  private static func binary() throws -> [OperationCase] {
    let shapes: [Shape] = [[], [7], [5, 3]]
    return try BinaryFunction.allCases.flatMap { function in
      let shaped = try shapes.map { shape in
        try OperationCase("\(function.rawValue) \(shape)") { c in
          let (x, y) = try operands(&c, shape, function)
          return try c.append(.binary(function), x, y)
        }
      }
      return try shaped + mixed(function)
    }
  }

  /// One operand that does not vary, a literal one, and the same one twice.
  private static func mixed(_ function: BinaryFunction) throws -> [OperationCase] {
    let name = function.rawValue
    var cases = [
      try OperationCase("\(name) with a constant first") { c in
        let (x, y) = try operands(&c, [5, 3], function, varying: (false, true))
        return try c.append(.binary(function), x, y)
      },
      try OperationCase("\(name) with a constant second") { c in
        let (x, y) = try operands(&c, [5, 3], function, varying: (true, false))
        return try c.append(.binary(function), x, y)
      },
      try OperationCase("\(name) with a literal") { c in
        let y = try c.literal([6], .values([0.5, -0.75, 2.25, -1.25, 3, 0.625]))
        return try c.append(.binary(function), c.real("x", [6], .awayFromZero), y)
      },
      try OperationCase("\(name) broadcast along each axis") { c in
        let (x, y) = try operands(&c, [5, 3], function)
        let row = try c.append(.slice(start: [0, 0], limit: [1, 3]), y)
        let column = try c.append(.slice(start: [0, 0], limit: [5, 1]), x)
        let first = try c.program.binary(function, x, row)
        return try c.program.binary(.add, first, c.program.binary(function, column, row))
      },
    ]
    if function != .maximum && function != .greater {
      cases.append(
        try OperationCase("\(name) of one value twice") { c in
          let x = try c.real("x", [5], .awayFromZero)
          return try c.append(.binary(function), x, x)
        }
      )
    }
    return cases
  }

  /// Two operands that nowhere come near each other, and a second one away from zero.
  private static func operands(
    _ c: inout CaseBuilder,
    _ shape: Shape,
    _ function: BinaryFunction,
    varying: (Bool, Bool) = (true, true)
  ) throws -> (ValueID, ValueID) {
    guard function == .maximum || function == .greater else {
      return (
        try c.real("x", shape, varies: varying.0),
        try c.real("y", shape, .awayFromZero, varies: varying.1)
      )
    }
    let both = Array(0..<shape.count * 2).map { 0.3 * Double($0 * 7 % (shape.count * 2)) - 1.1 }
    return (
      try c.real("x", shape, .values(Array(both.prefix(shape.count))), varies: varying.0),
      try c.real("y", shape, .values(Array(both.suffix(shape.count))), varies: varying.1)
    )
  }

  private static func selection() throws -> [OperationCase] {
    let mask = Domain.values((0..<15).map { $0 % 3 == 0 ? 0 : $0 % 3 == 1 ? 1 : -0.5 })
    return [
      try OperationCase("select by a constant mask") { c in
        let chosen = try c.real("mask", [5, 3], mask, role: .batch, varies: false)
        return try c.append(.select, chosen, c.real("x", [5, 3]), c.real("y", [5, 3]))
      },
      try OperationCase("select by a mask that varies") { c in
        let (mask, x) = (try c.real("mask", [5, 3], mask), try c.real("x", [5, 3]))
        return try c.append(.select, mask, x, c.append(.unary(.exp), x))
      },
      try OperationCase("select between a constant and x") { c in
        let mask = try c.literal([6], .values([1, 0, 0, 1, 1, 0]))
        return try c.append(.select, mask, c.literal([6]), c.real("x", [6]))
      },
      try OperationCase("select by greater") { c in
        let (x, y) = try operands(&c, [7], .greater)
        let mask = try c.append(.binary(.greater), x, y)
        let product = try c.append(.binary(.multiply), x, y)
        return try c.append(.select, mask, product, c.append(.unary(.sin), y))
      },
      try OperationCase("stop_gradient") { c in
        let x = try c.real("x", [5])
        let stopped = try c.append(.stopGradient, c.append(.unary(.exp), x))
        return try c.append(.binary(.multiply), stopped, c.append(.unary(.sin), x))
      },
    ]
  }
}
