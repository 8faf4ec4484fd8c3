import CJetKernels
import LacunaPrograms

/// The calls of each instruction.
extension Planner {
  mutating func lower(_ runs: [[ValueID]]) {
    storage = Array(repeating: nil, count: program.instructions.count)
    for value in runs.joined() where !isAbsorbed[value.index] {
      let first = calls.count
      lower(value)
      for index in first..<calls.count { calls[index].instruction = value }
    }
  }

  private mutating func lower(_ value: ValueID) {
    let instruction = program.instructions[value.index]
    let operands = instruction.operands
    let result: Storage
    switch instruction.operation {
    case .input(let number):
      result = input(number, instruction)
    case .constant(let literal):
      result = constant(literal)
    case .unary(let function):
      result = unary(instruction, code: function.code)
    case .power(let exponent):
      result = unary(instruction, code: LK_POWER, exponent: exponent)
    case .binary(let function):
      result = binary(instruction, function)
    case .select:
      result = select(instruction)
    case .stopGradient:
      result = stored(operands[0])
    case .reshape(let target):
      result = reshape(operands[0], to: target)
    case .transpose(let permutation):
      result = stored(operands[0]).map { $0.transposed(permutation) }
    case .broadcast(let target):
      result = stored(operands[0]).map { $0.broadcast(to: target) }
    case .slice(let start, let limit):
      result = stored(operands[0]).map { $0.sliced(start, limit) }
    case .pad(let low, _):
      result = pad(instruction, low: low)
    case .concatenate(let axis):
      result = concatenate(instruction, axis: axis)
    case .reduce(let function, let axes):
      result = reduce(instruction, function, axes: axes)
    case .matmul:
      result = matmul(instruction)
    case .gather, .takeAlongAxis:
      result = gather(instruction)
    case .scatterAdd, .putAlongAxis:
      result = scatter(instruction)
    case .softmax, .logSoftmax:
      result = softmax(instruction)
    case .cholesky:
      result = cholesky(instruction)
    case .triangularSolve(let upper, let transposed):
      result = triangularSolve(instruction, upper: upper, transposed: transposed)
    }
    precondition(result.isAlike, "value %\(value.index): primal and tangents lie differently")
    storage[value.index] = result
  }

  private mutating func input(_ number: Int, _ instruction: Instruction) -> Storage {
    let input = program.inputs[number]
    let shape = instruction.type.shape.dimensions
    if instruction.type.element == .integer {
      if attached.contains(input.role) {
        attachedInputs.append(number)
        return Storage(
          shared: makeIntegers(shape, home: .external(attachedInputs.count - 1))
        )
      }
      let offset = Alignment.roundUp(indexBytes)
      indexBytes = offset + instruction.type.shape.count * 8
      return Storage(shared: makeIntegers(shape, home: .indices(offset: offset)))
    }
    let isVarying = varying[input.value.index]
    if input.role == .state, isVarying, let place = layout?[input.name] {
      var made = Storage()
      if ring.hasPrimal {
        made.shared = makeShared(shape, home: .primal(offset: place.sharedOffset))
      }
      made.varying = makeVarying(shape, home: .state(offset: place.varyingOffset))
      return made
    }
    if !isVarying, attached.contains(input.role) {
      attachedInputs.append(number)
      return Storage(shared: makeShared(shape, home: .external(attachedInputs.count - 1)))
    }
    var made = Storage()
    if !isVarying || ring.hasPrimal { made.shared = makeShared(shape, home: .input) }
    if isVarying { made.varying = makeVarying(shape, home: .input) }
    return made
  }

  private mutating func constant(_ literal: Literal) -> Storage {
    let offset = Alignment.roundUp(literals.count)
    literals.append(contentsOf: repeatElement(0, count: offset - literals.count))
    let shape = literal.type.shape.dimensions
    if literal.type.element == .integer {
      for number in literal.integers { append(bytesOf: number) }
      return Storage(shared: makeIntegers(shape, home: .literals(offset: offset)))
    }
    // A constant that is one number everywhere is kept once.
    let values = literal.splat.map { [$0] } ?? literal.reals
    for number in values {
      if precision == .float64 { append(bytesOf: number) } else { append(bytesOf: Float(number)) }
    }
    if literal.splat != nil {
      let view = makeShared([], home: .literals(offset: offset))
      return Storage(shared: view.broadcast(to: shape))
    }
    return Storage(shared: makeShared(shape, home: .literals(offset: offset)))
  }

  private mutating func append<Number>(bytesOf number: Number) {
    withUnsafeBytes(of: number) { literals.append(contentsOf: $0) }
  }

  /// A pointer to the first element of a view.
  func pointer(_ field: PointerField, _ view: View, step: Int = 0) -> Call.Pointer {
    let bytes = buffers[view.buffer.index].elementBytes
    return Call.Pointer(
      field: field,
      buffer: view.buffer,
      offset: view.offset * bytes,
      step: step * bytes
    )
  }
}

extension UnaryFunction {
  /// The kernels' number for the function.
  var code: lk_function {
    switch self {
    case .negate: LK_NEGATE
    case .exp: LK_EXP
    case .log: LK_LOG
    case .sqrt: LK_SQRT
    case .rsqrt: LK_RSQRT
    case .reciprocal: LK_RECIPROCAL
    case .square: LK_SQUARE
    case .tanh: LK_TANH
    case .sigmoid: LK_SIGMOID
    case .erf: LK_ERF
    case .gelu: LK_GELU
    case .geluTanh: LK_GELU_TANH
    case .silu: LK_SILU
    case .softplus: LK_SOFTPLUS
    case .sin: LK_SIN
    case .cos: LK_COS
    case .relu: LK_RELU
    case .abs: LK_ABS
    }
  }
}

extension BinaryFunction {
  /// The kernels' number for the function.
  var code: lk_function {
    switch self {
    case .add: LK_ADD
    case .subtract: LK_SUBTRACT
    case .multiply: LK_MULTIPLY
    case .divide: LK_DIVIDE
    case .maximum: LK_MAXIMUM
    case .greater: LK_GREATER
    }
  }
}
