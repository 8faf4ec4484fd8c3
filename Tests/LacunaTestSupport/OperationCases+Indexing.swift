import LacunaPrograms

/// Elements picked and put by indices.
extension OperationCases {
  static func indexing() throws -> [OperationCase] {
    try gathers() + scatters() + alongAxis()
  }

  private static func gathers() throws -> [OperationCase] {
    try [
      OperationCase("gather with repeated rows") { c in
        let rows = try c.integers("rows", [6], [2, 0, 2, 4, 2, 0])
        return try c.append(.gather, c.real("table", [5, 3]), rows)
      },
      OperationCase("gather by a matrix of indices") { c in
        let rows = try c.integers("rows", [2, 3], [1, 1, 0, 3, 2, 1])
        return try c.append(.gather, c.real("table", [4, 2]), rows)
      },
      OperationCase("gather of single elements") { c in
        let places = try c.integers("places", [4], [6, 0, 3, 6])
        return try c.append(.gather, c.real("table", [7]), places)
      },
      OperationCase("gather of one row") { c in
        try c.append(.gather, c.real("table", [3, 2, 2]), c.integers("row", [], [1]))
      },
      OperationCase("gather by a literal, of a constant and of x") { c in
        let rows = try c.append(.constant(Literal(integers: [2, 2, 0], shape: [3])))
        let fixed = try c.append(.gather, c.real("fixed", [3, 2], varies: false), rows)
        return try c.append(
          .binary(.multiply),
          fixed,
          c.append(.gather, c.real("x", [3, 2]), rows)
        )
      },
    ]
  }

  private static func scatters() throws -> [OperationCase] {
    try [
      OperationCase("scatter_add with collisions") { c in
        let rows = try c.integers("rows", [6], [1, 0, 1, 3, 1, 0])
        return try c.append(.scatterAdd(rows: 5), c.real("updates", [6, 3]), rows)
      },
      OperationCase("scatter_add by a matrix of indices") { c in
        let rows = try c.integers("rows", [2, 3], [1, 1, 0, 3, 2, 1])
        return try c.append(.scatterAdd(rows: 4), c.real("updates", [2, 3, 2]), rows)
      },
      OperationCase("scatter_add of single elements") { c in
        let places = try c.integers("places", [5], [4, 4, 0, 1, 4])
        return try c.append(.scatterAdd(rows: 6), c.real("updates", [5]), places)
      },
      OperationCase("scatter_add of one row") { c in
        try c.append(.scatterAdd(rows: 3), c.real("update", [4]), c.integers("row", [], [2]))
      },
    ]
  }

  private static func alongAxis() throws -> [OperationCase] {
    try [
      OperationCase("take_along_axis of rows") { c in
        let columns = try c.integers("columns", [5], [2, 0, 0, 1, 2])
        return try c.append(.takeAlongAxis, c.real("x", [5, 3]), columns)
      },
      OperationCase("take_along_axis of a vector") { c in
        try c.append(.takeAlongAxis, c.real("x", [7]), c.integers("place", [], [4]))
      },
      OperationCase("take_along_axis of a batch") { c in
        let columns = try c.integers("columns", [2, 3], [0, 3, 2, 1, 1, 0])
        return try c.append(.takeAlongAxis, c.real("x", [2, 3, 4]), columns)
      },
      OperationCase("put_along_axis of a vector") { c in
        let columns = try c.integers("columns", [5], [2, 0, 0, 1, 2])
        return try c.append(.putAlongAxis(size: 3), c.real("x", [5]), columns)
      },
      OperationCase("put_along_axis of a scalar") { c in
        try c.append(.putAlongAxis(size: 4), c.real("x", []), c.integers("place", [], [3]))
      },
      OperationCase("put_along_axis of a batch") { c in
        let columns = try c.integers("columns", [2, 3], [0, 3, 2, 1, 1, 0])
        return try c.append(.putAlongAxis(size: 4), c.real("x", [2, 3]), columns)
      },
    ]
  }
}
