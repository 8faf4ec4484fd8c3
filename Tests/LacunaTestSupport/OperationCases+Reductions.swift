import LacunaPrograms

/// Reductions over axes, and functions of rows.
extension OperationCases {
  static func reductions() throws -> [OperationCase] {
    let axes: [(Shape, [Int])] = [
      ([7], [0]), ([5, 3], [0]), ([5, 3], [1]), ([5, 3], [0, 1]), ([2, 3, 4], [1]),
      ([2, 3, 4], [0, 2]), ([2, 3, 4], [0, 1, 2]), ([3, 1], [1]), ([1], [0]),
    ]
    let reduced = try ReductionFunction.allCases.flatMap { function in
      try axes.map { shape, axes in
        try OperationCase("\(function.rawValue) over \(axes) of \(shape)") { c in
          try c.append(.reduce(function, axes: axes), c.real("x", shape, .spaced))
        }
      }
    }
    return try reduced + rows()
  }

  private static func rows() throws -> [OperationCase] {
    let shapes: [Shape] = [[7], [5, 3], [2, 3, 4], [4, 1]]
    let plain = try [Operation.softmax, .logSoftmax].flatMap { operation in
      try shapes.map { shape in
        try OperationCase("\(operation.name) \(shape)") { c in
          try c.append(operation, c.real("x", shape))
        }
      } + [
        try OperationCase("\(operation.name) of large numbers") { c in
          let x = try c.real("x", [2, 3], .values([1000, 1001, 998, -500, -503.5, -501]))
          return try c.append(operation, x)
        }
      ]
    }
    return plain
  }
}
