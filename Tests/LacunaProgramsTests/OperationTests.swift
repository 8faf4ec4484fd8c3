import LacunaPrograms
import Testing

/// The written form of operations, and the shape rules.
struct OperationTests {
  @Test func `every operation is made again from its name and attributes`() throws {
    let operations: [Operation] = [
      .power(-1.5), .select, .stopGradient, .reshape([2, 3]), .transpose([1, 0]), .broadcast([4]),
      .slice(start: [1, 2], limit: [3, 4]), .pad(low: [1, 0], high: [0, 2]), .concatenate(axis: 1),
      .reduce(.sum, axes: [0, 2]), .reduce(.maximum, axes: [1]), .matmul, .gather,
      .scatterAdd(rows: 5), .takeAlongAxis, .putAlongAxis(size: 3), .softmax, .logSoftmax,
      .cholesky,
      .triangularSolve(upper: true, transposed: false),
      .triangularSolve(upper: false, transposed: true),
    ]
    let elementwise =
      UnaryFunction.allCases.map(Operation.unary) + BinaryFunction.allCases.map(Operation.binary)
    for operation in operations + elementwise {
      let again = try Operation(
        name: operation.name,
        integers: operation.integers,
        reals: operation.reals
      )
      #expect(again == operation)
    }
    #expect(Set((operations + elementwise).map(\.name)) == Set(Operation.names))
  }

  @Test func `an unknown name is refused`() {
    #expect(
      thrownMessage { _ = try Operation(name: "sofmax", integers: [], reals: []) }
        == "unknown operation 'sofmax'"
    )
    #expect(
      thrownMessage { _ = try Operation(name: "convolution", integers: [], reals: []) }
        == "unknown operation 'convolution'"
    )
  }

  @Test(arguments: [
    ("power", 0, 0, "one real, the exponent"), ("power", 1, 1, "one real, the exponent"),
    ("exp", 0, 1, "no reals"), ("exp", 1, 0, "no integers"),
    ("slice", 3, 0, "the starts, then as many limits"),
    ("pad", 1, 0, "zeros before, then zeros after, an axis"),
    ("concatenate", 2, 0, "one integer, the axis"),
    ("scatter_add", 0, 0, "one integer, the number of rows"),
    ("put_along_axis", 2, 0, "one integer, the size of the axis"),
    ("triangular_solve", 1, 0, "two flags, upper and transposed"),
    ("triangular_solve", 2, 0, "two flags, upper and transposed"),
  ])
  func `wrong attributes are counted`(
    name: String,
    integers: Int,
    reals: Int,
    expected: String
  ) {
    let message = thrownMessage {
      _ = try Operation(
        name: name,
        integers: Array(repeating: 7, count: integers),
        reals: Array(repeating: 0.5, count: reals)
      )
    }
    #expect(
      message == "\(name): attributes are \(integers) integers and \(reals) reals, "
        + "expected \(expected)"
    )
  }

  @Test func `the wrong number of operands is counted`() {
    #expect(message(.matmul, [[2, 2]]) == "matmul: 1 operands, expected 2")
    #expect(message(.select, []) == "select: 0 operands, expected 3")
    #expect(
      message(.concatenate(axis: 0), [])
        == "concatenate: operands are , expected operands that differ along axis 0 alone"
    )
  }

  @Test func `elementwise operations want one shape`() {
    #expect(
      message(.binary(.add), [[2], [3]])
        == "add: operands are real[2], real[3], "
        + "expected two real operands of one shape (broadcast them first)"
    )
    #expect(
      message(.select, [[2], [2], [3]])
        == "select: operands are real[2], real[2], real[3], "
        + "expected a mask and two alternatives, real and of one shape"
    )
    #expect(
      thrownMessage { _ = try Operation.unary(.exp).resultType(of: [.integer([2])]) }
        == "exp: operands are integer[2], expected a real operand"
    )
  }

  @Test(
    arguments: [
      (.reshape([4]), "4 elements for [4]"), (.reshape([-2, -3]), "0 elements for [-2, -3]"),
      (.transpose([0, 0]), "as many axes as the permutation [0, 0]"),
      (.broadcast([2, 4]), "a shape that stretches to [2, 4]"),
      (.broadcast([3]), "a shape that stretches to [3]"),
      (.slice(start: [0, 0], limit: [2, 4]), "a shape that holds [0, 0] to [2, 4]"),
      (.slice(start: [1, 1], limit: [1, 3]), "a shape that holds [1, 1] to [1, 3]"),
      (.pad(low: [0, -1], high: [0, 0]), "a real operand with an axis for each of [0, -1]"),
      (.concatenate(axis: 2), "operands that differ along axis 2 alone"),
      (
        .reduce(.sum, axes: [1, 0]), "a real operand with the axes [1, 0], ascending and different"
      ),
      (.reduce(.sum, axes: []), "a real operand with the axes [], ascending and different"),
      (.cholesky, "a real operand […, n, n]"),
    ] as [(Operation, String)]
  )
  func `operations on one matrix say what shape they want`(
    operation: Operation,
    expected: String
  ) {
    #expect(
      message(operation, [[2, 3]])
        == "\(operation.name): operands are real[2, 3], expected \(expected)"
    )
  }

  @Test func `products and solves say what shapes they want`() {
    #expect(
      message(.matmul, [[2, 3], [2, 3]]).hasSuffix(
        "expected […, m, k] and [… , k, n] with equal leading axes"
      )
    )
    #expect(message(.matmul, [[2, 3], [2, 3, 4]]).hasPrefix("matmul: operands are"))
    let solve = Operation.triangularSolve(upper: false, transposed: false)
    #expect(
      message(solve, [[2, 2], [3, 1]]).hasSuffix(
        "expected […, n, n] and […, n, m] with equal leading axes"
      )
    )
    #expect(message(.softmax, [[]]).hasSuffix("expected a real operand with at least one axis"))
  }

  @Test func `indexing wants a real operand and integer indices`() {
    let indexing: [(Operation, [ValueType], String)] = [
      (.gather, [.real([3]), .real([2])], "a real operand and integer indices"),
      (.gather, [.real([]), .integer([2])], "a table with at least one axis"),
      (
        .scatterAdd(rows: 2), [.real([3]), .integer([2])],
        "updates whose leading axes are those of the indices, and at least one row"
      ),
      (.takeAlongAxis, [.real([3]), .integer([2])], "[i…, n] and indices [i…]"),
      (
        .putAlongAxis(size: 0), [.real([2]), .integer([2])],
        "[i…] and indices [i…], and a positive size"
      ),
    ]
    for (operation, types, expected) in indexing {
      let found = types.map(\.description).joined(separator: ", ")
      #expect(
        thrownMessage { _ = try operation.resultType(of: types) }
          == "\(operation.name): operands are \(found), expected \(expected)"
      )
    }
  }

  @Test func `a result that is too large is refused, not overflowed`() {
    let huge = 1 << 39
    #expect(
      message(.broadcast([huge, huge]), [[1, 1]])
        == "broadcast: operands are real[1, 1], expected a shape that stretches to [\(huge), \(huge)]"
    )
    #expect(
      message(.pad(low: [huge, huge], high: [0, 0]), [[1, 1]]).contains(
        "at most \(Shape.maximumRank) axes"
      )
    )
    let literal = Literal(reals: [], shape: Shape([Int.max, 2]))
    #expect(
      thrownMessage { _ = try Operation.constant(literal).resultType(of: []) }
        == "constant: operands are , expected as many elements as the shape has"
    )
  }

  private func message(_ operation: Operation, _ shapes: [Shape]) -> String {
    thrownMessage { _ = try operation.resultType(of: shapes.map(ValueType.real)) }
  }
}
