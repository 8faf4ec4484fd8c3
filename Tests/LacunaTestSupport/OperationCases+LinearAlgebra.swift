import LacunaPrograms

/// Products, factorisations and solves, with and without leading axes.
extension OperationCases {
  static func linearAlgebra() throws -> [OperationCase] {
    try products() + factorisations() + solves()
  }

  private static func products() throws -> [OperationCase] {
    let shapes: [(Shape, Shape)] = [
      ([1, 1], [1, 1]), ([5, 3], [3, 4]), ([1, 7], [7, 1]), ([7, 1], [1, 5]),
      ([2, 5, 3], [2, 3, 4]), ([2, 3, 2, 3], [2, 3, 3, 1]), ([9, 17], [17, 6]),
    ]
    let plain = try shapes.map { a, b in
      try OperationCase("matmul \(a) \(b)") { c in
        try c.append(.matmul, c.real("a", a), c.real("b", b))
      }
    }
    return try plain + [
      OperationCase("matmul with a constant first") { c in
        let a = try c.real("a", [5, 3], role: .batch, varies: false)
        return try c.append(.matmul, a, c.real("b", [3, 4]))
      },
      OperationCase("matmul with a constant second") { c in
        try c.append(.matmul, c.real("a", [2, 5, 3]), c.literal([2, 3, 4]))
      },
      OperationCase("matmul with its own transpose") { c in
        let a = try c.real("a", [4, 3])
        return try c.append(.matmul, a, c.append(.transpose([1, 0]), a))
      },
    ]
  }

  private static func factorisations() throws -> [OperationCase] {
    let shapes: [Shape] = [[1, 1], [4, 4], [2, 3, 3]]
    return try shapes.map { shape in
      try OperationCase("cholesky \(shape)") { c in try c.append(.cholesky, definite(&c, shape)) }
    } + [
      try OperationCase("cholesky of a product") { c in
        let x = try c.real("x", [3, 5])
        let product = try c.append(.matmul, x, c.append(.transpose([1, 0]), x))
        let ridge = try c.literal([3, 3], .values([3, 0, 0, 0, 3, 0, 0, 0, 3]))
        return try c.append(.cholesky, c.append(.binary(.add), product, ridge))
      }
    ]
  }

  /// A matrix whose lower half, mirrored, is positive definite; the upper half holds other numbers.
  private static func definite(_ c: inout CaseBuilder, _ shape: Shape) throws -> ValueID {
    let n = shape[shape.rank - 1]
    var random = SplitMix64(name: "definite \(shape)")
    let values = (0..<shape.count).map { place in
      place / n % n == place % n
        ? random.uniform(in: 2...3) + 0.3 * Double(n) : random.uniform(in: -0.8...0.8)
    }
    return try c.real("a", shape, .values(values))
  }

  private static func solves() throws -> [OperationCase] {
    let shapes: [(Shape, Shape)] = [
      ([4, 4], [4, 3]), ([1, 1], [1, 1]), ([2, 3, 3], [2, 3, 2]),
    ]
    return try [false, true].flatMap { upper in
      try [false, true].flatMap { transposed in
        let solve = Operation.triangularSolve(upper: upper, transposed: transposed)
        let flags = (upper ? "upper" : "lower") + (transposed ? " transposed" : "")
        return try shapes.map { a, b in
          try OperationCase("triangular_solve \(flags) \(a) \(b)") { c in
            try c.append(solve, definite(&c, a), c.real("b", b))
          }
        } + [
          try OperationCase("triangular_solve \(flags) by a constant") { c in
            let a = try c.literal([2, 2], .values([1.5, -0.5, 0.75, 2]))
            return try c.append(solve, a, c.real("b", [2, 3]))
          },
          try OperationCase("triangular_solve \(flags) of a constant") { c in
            try c.append(solve, definite(&c, [3, 3]), c.real("b", [3, 2], varies: false))
          },
        ]
      }
    }
  }
}
