import LacunaPrograms

/// Movement of elements, of reals and of indices.
extension OperationCases {
  static func movement() throws -> [OperationCase] {
    try simple() + broadcasts() + transposes() + concatenations() + integerMovement()
  }

  private static func moved(
    _ name: String,
    _ shape: Shape,
    _ operation: Operation
  ) throws -> OperationCase {
    try OperationCase("\(name) of \(shape)") { c in try c.append(operation, c.real("x", shape)) }
  }

  private static func simple() throws -> [OperationCase] {
    [
      try OperationCase("constant") { c in
        try c.append(.binary(.add), c.literal([5, 3]), c.real("x", [5, 3]))
      },
      try moved("reshape to [3, 5]", [5, 3], .reshape([3, 5])),
      try moved("reshape to [2, 2, 3]", [12], .reshape([2, 2, 3])),
      try moved("reshape to a scalar", [1, 1], .reshape([])),
      try moved("slice of the middle", [7], .slice(start: [2], limit: [5])),
      try moved("slice of a block", [5, 3], .slice(start: [1, 0], limit: [4, 2])),
      try moved("slice of one element", [2, 3, 4], .slice(start: [1, 2, 3], limit: [2, 3, 4])),
      try moved("pad of both ends", [3], .pad(low: [2], high: [1])),
      try moved("pad of two axes", [5, 3], .pad(low: [1, 0], high: [0, 2])),
      try moved("pad of three axes", [2, 1, 3], .pad(low: [0, 1, 2], high: [1, 0, 1])),
      try OperationCase("pad of a slice") { c in
        let x = try c.real("x", [5, 3])
        let part = try c.append(.slice(start: [1, 1], limit: [4, 3]), x)
        return try c.append(
          .binary(.multiply),
          c.append(.pad(low: [1, 1], high: [1, 0]), part),
          x
        )
      },
    ]
  }

  private static func broadcasts() throws -> [OperationCase] {
    let pairs: [(Shape, [Int])] = [
      ([], [5, 3]), ([3], [5, 3]), ([5, 1], [5, 3]), ([1, 3], [5, 3]), ([1], [4]),
      ([1, 1], [5, 3]),
      ([2, 1, 3], [2, 4, 3]), ([3], [2, 4, 3]), ([4, 1], [2, 4, 3]), ([2, 1, 1], [2, 4, 3]),
      ([], [1]), ([3], [1, 3]),
    ]
    return try pairs.map { try moved("broadcast to \($1)", $0, .broadcast($1)) }
  }

  private static func transposes() throws -> [OperationCase] {
    let matrix = try moved("transpose [1, 0]", [5, 3], .transpose([1, 0]))
    let permutations = [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    return try [matrix]
      + permutations.map { try moved("transpose \($0)", [2, 3, 5], .transpose($0)) }
      + [moved("transpose [0, 2, 1, 3]", [2, 3, 2, 4], .transpose([0, 2, 1, 3]))]
  }

  private static func concatenations() throws -> [OperationCase] {
    try [
      OperationCase("concatenate vectors") { c in
        let (x, y) = (try c.real("x", [3]), try c.real("y", [4]))
        return try c.append(.concatenate(axis: 0), x, y)
      },
      OperationCase("concatenate columns with a constant between") { c in
        let (x, y) = (try c.real("x", [5, 2]), try c.real("y", [5, 1], varies: false))
        return try c.append(.concatenate(axis: 1), x, y, c.real("z", [5, 3]))
      },
      OperationCase("concatenate rows, one value twice") { c in
        let (x, y) = (try c.real("x", [2, 3]), try c.real("y", [1, 3]))
        return try c.append(.concatenate(axis: 0), x, y, x)
      },
      OperationCase("concatenate the middle axis") { c in
        let (x, y) = (try c.real("x", [2, 1, 3]), try c.real("y", [2, 2, 3]))
        return try c.append(.concatenate(axis: 1), x, y)
      },
    ]
  }

  /// Indices that are moved before they are used.
  private static func integerMovement() throws -> [OperationCase] {
    [
      try OperationCase("gather by indices that moved") { c in
        let rows = try c.integers("rows", [2, 3], [4, 0, 1, 1, 3, 2])
        let turned = try c.append(.transpose([1, 0]), rows)
        let part = try c.append(.slice(start: [1, 0], limit: [3, 2]), turned)
        let more = try c.append(
          .constant(Literal(integers: [0, 4], shape: [2]))
        )
        let stretched = try c.append(.broadcast([2, 2]), more)
        let all = try c.append(.concatenate(axis: 1), part, stretched)
        return try c.append(.gather, c.real("table", [5, 3]), c.append(.reshape([8]), all))
      }
    ]
  }
}
