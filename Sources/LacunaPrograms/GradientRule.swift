/// The gradient rules: what one instruction passes on to its operands.
///
/// With ȳ the cotangent of the result, each case gives the cotangent of each operand, in operations of
/// the same table, so that gradients have gradients.
struct GradientRule {
  let instruction: Instruction
  let result: ValueID
  let cotangent: ValueID
  /// For each operand, whether its cotangent is wanted.
  let isWanted: [Bool]

  /// The operands with the contributions to their cotangents.
  func contributions(
    in b: inout ProgramBuilder
  ) throws(ProgramError) -> [(ValueID, ValueID)] {
    let operands = instruction.operands
    let g = cotangent
    func shape(_ index: Int) -> Shape { b.shape(of: operands[index]) }
    var found: [(ValueID, ValueID)] = []
    switch instruction.operation {
    case .input, .constant, .binary(.greater):
      break
    case .unary(let function):
      found = [(operands[0], try unary(function, in: &b))]
    case .power(0):
      break  // x^(−1) would not be defined where x⁰ is
    case .power(let exponent):
      // ȳ α x^(α−1)
      let slope = try b.scale(b.append(.power(exponent - 1), operands[0]), exponent)
      found = [(operands[0], try b.multiply(g, slope))]
    case .binary(let function):
      found = try binary(function, in: &b)
    case .select:
      let zero = try b.filled(0, shape(0))
      if isWanted[1] { found.append((operands[1], try b.select(operands[0], g, zero))) }
      if isWanted[2] { found.append((operands[2], try b.select(operands[0], zero, g))) }
    case .stopGradient:
      found = [(operands[0], g)]
    case .reshape:
      found = [(operands[0], try b.append(.reshape(shape(0).dimensions), g))]
    case .transpose(let permutation):
      var inverse = permutation
      for (axis, source) in permutation.enumerated() { inverse[source] = axis }
      found = [(operands[0], try b.transposedProduct(g, inverse))]
    case .broadcast:
      found = [(operands[0], try b.gathered(g, to: shape(0)))]
    case .slice(let start, let limit):
      let high = zip(shape(0).dimensions, limit).map { $0 - $1 }
      found = [(operands[0], try b.append(.pad(low: start, high: high), g))]
    case .pad(let low, _):
      let limit = zip(low, shape(0).dimensions).map { $0 + $1 }
      found = [(operands[0], try b.append(.slice(start: low, limit: limit), g))]
    case .concatenate(let axis):
      found = try concatenation(axis, in: &b)
    case .reduce(.sum, let axes):
      found = [(operands[0], try b.stretched(g, axes: axes, to: shape(0)))]
    case .reduce(.maximum, let axes):
      found = [(operands[0], try maximum(axes, in: &b))]
    case .matmul:
      if isWanted[0] {
        found.append((operands[0], try b.append(.matmul, g, b.transposed(operands[1]))))
      }
      if isWanted[1] {
        found.append((operands[1], try b.append(.matmul, b.transposed(operands[0]), g)))
      }
    case .gather:
      found = [(operands[0], try b.append(.scatterAdd(rows: shape(0)[0]), g, operands[1]))]
    case .scatterAdd:
      found = [(operands[0], try b.append(.gather, g, operands[1]))]
    case .takeAlongAxis:
      let size = shape(0)[shape(0).rank - 1]
      found = [(operands[0], try b.append(.putAlongAxis(size: size), g, operands[1]))]
    case .putAlongAxis:
      found = [(operands[0], try b.append(.takeAlongAxis, g, operands[1]))]
    case .softmax:
      // y (ȳ − Σ ȳ y)
      let last = shape(0).rank - 1
      let mean = try b.sum(b.multiply(g, result), axes: [last])
      let centred = try b.subtract(g, b.stretched(mean, axes: [last], to: shape(0)))
      found = [(operands[0], try b.multiply(result, centred))]
    case .logSoftmax:
      // ȳ − softmax(x) Σ ȳ
      let last = shape(0).rank - 1
      let total = try b.stretched(b.sum(g, axes: [last]), axes: [last], to: shape(0))
      let share = try b.multiply(b.append(.softmax, operands[0]), total)
      found = [(operands[0], try b.subtract(g, share))]
    case .cholesky:
      found = [(operands[0], try cholesky(in: &b))]
    case .triangularSolve(let upper, let transposed):
      found = try triangularSolve(upper, transposed, in: &b)
    }
    return found.filter { pair in
      operands.indices.contains { operands[$0] == pair.0 && isWanted[$0] }
    }
  }

  private func concatenation(
    _ axis: Int,
    in b: inout ProgramBuilder
  ) throws(ProgramError) -> [(ValueID, ValueID)] {
    var found: [(ValueID, ValueID)] = []
    var position = 0
    for (index, operand) in instruction.operands.enumerated() {
      let shape = b.shape(of: operand)
      var start = [Int](repeating: 0, count: shape.rank)
      var limit = shape.dimensions
      start[axis] = position
      position += shape[axis]
      limit[axis] = position
      if isWanted[index] {
        found.append((operand, try b.append(.slice(start: start, limit: limit), cotangent)))
      }
    }
    return found
  }

  /// The cotangent goes to the elements that equal the maximum, shared evenly among equal ones.
  private func maximum(
    _ axes: [Int],
    in b: inout ProgramBuilder
  ) throws(ProgramError) -> ValueID {
    let x = instruction.operands[0]
    let shape = b.shape(of: x)
    let (one, zero) = (try b.filled(1, shape), try b.filled(0, shape))
    let largest = try b.stretched(result, axes: axes, to: shape)
    let isLargest = try b.select(b.binary(.greater, largest, x), zero, one)
    let ties = try b.stretched(b.sum(isLargest, axes: axes), axes: axes, to: shape)
    let shared = try b.binary(.divide, b.stretched(cotangent, axes: axes, to: shape), ties)
    return try b.select(isLargest, shared, zero)
  }
}
