import CJetKernels
import LacunaPrograms

/// Elementwise instructions of two operands, by the kind of each.
extension Planner {
  mutating func binary(_ instruction: Instruction, _ function: BinaryFunction) -> Storage {
    let shape = instruction.type.shape.dimensions
    switch function {
    case .add, .subtract:
      return sum(instruction, shape, sign: function == .add ? 1 : -1)
    case .multiply:
      if let (number, value) = splatFactor(instruction) {
        return scaled(shape, number, stored(value))
      }
      return product(instruction, shape)
    case .divide, .maximum, .greater:
      return general(instruction, shape, function)
    }
  }

  private func splatFactor(_ instruction: Instruction) -> (Double, ValueID)? {
    if let number = splat(instruction.operands[1]) { return (number, instruction.operands[0]) }
    if let number = splat(instruction.operands[0]) { return (number, instruction.operands[1]) }
    return nil
  }

  /// A number times a value.
  private mutating func scaled(_ shape: [Int], _ number: Double, _ x: Storage) -> Storage {
    let result = makeStorage(shape, varying: x.isVarying)
    appendReal(table.real_affine, shape: shape, out: reals(result), [reals(x)]) {
      $0.alpha = number
    }
    if ring.hasPrimal, let out = result.varying, let tangent = x.varying {
      appendAffine(shape, out, (number, tangent), nil)
    }
    return result
  }

  /// α a + β b, with the factors of operands that were folded in.
  private mutating func sum(
    _ instruction: Instruction,
    _ shape: [Int],
    sign: Double
  ) -> Storage {
    var terms: [(factor: Double, storage: Storage)] = []
    for (operand, outer) in zip(instruction.operands, [1, sign]) {
      if isAbsorbed[operand.index], let (number, value) = factor(of: operand) {
        terms.append((outer * number, stored(value)))
      } else {
        terms.append((outer, stored(operand)))
      }
    }
    let (a, b) = (terms[0], terms[1])
    var result = Storage()
    let isVarying = a.storage.isVarying || b.storage.isVarying
    if ring.hasPrimal || !isVarying { result.shared = makeShared(shape) }
    if !ring.hasPrimal, isVarying { result.varying = makeVarying(shape) }
    appendReal(
      table.real_affine,
      shape: shape,
      out: reals(result),
      [reals(a.storage), reals(b.storage)]
    ) {
      $0.alpha = a.factor
      $0.beta = b.factor
    }
    guard ring.hasPrimal, isVarying else { return result }
    switch (a.storage.varying, b.storage.varying) {
    case (let x?, let y?):
      let out = makeVarying(shape)
      appendAffine(shape, out, (a.factor, x), (b.factor, y))
      result.varying = out
    case (let x?, nil):
      result.varying = multiple(shape, a.factor, x)
    case (nil, let y?):
      result.varying = multiple(shape, b.factor, y)
    case (nil, nil):
      break
    }
    return result
  }

  /// A multiple of tangents: themselves, where the factor is one, since a constant adds nothing to them.
  ///
  /// Views with gaps are copied all the same: tangents lie as their primal does, and that is new.
  private mutating func multiple(_ shape: [Int], _ factor: Double, _ x: View) -> View {
    if factor == 1, x.isContiguous { return x }
    let out = makeVarying(shape)
    appendAffine(shape, out, (factor, x), nil)
    return out
  }

  private mutating func product(_ instruction: Instruction, _ shape: [Int]) -> Storage {
    let (a, b) = (stored(instruction.operands[0]), stored(instruction.operands[1]))
    let result = makeStorage(shape, varying: a.isVarying || b.isVarying)
    appendReal(table.real_binary, shape: shape, out: reals(result), [reals(a), reals(b)]) {
      $0.code = Int64(LK_MULTIPLY.rawValue)
    }
    guard ring.hasPrimal, let out = result.varying else { return result }
    switch (a.varying, b.varying) {
    case (let x?, let y?):
      let isSquare = instruction.operands[0] == instruction.operands[1]
      appendElementwise(
        isSquare ? table.jet_square : table.jet_multiply,
        shape: shape,
        [(.out, out), (.a, x), (.b, y)],
        extra: [(.aPrimal, reals(a)), (.bPrimal, reals(b))],
        isStreamed: true,
        multiplyAdds: Double(2 * degree * (degree + 1))
      )
    case (let x?, nil):
      appendScale(shape, out, x, by: reals(b))
    case (nil, let y?):
      appendScale(shape, out, y, by: reals(a))
    case (nil, nil):
      break
    }
    return result
  }

  private mutating func appendScale(_ shape: [Int], _ out: View, _ x: View, by factor: View) {
    appendElementwise(
      table.slot_scale,
      shape: shape,
      [(.out, out), (.a, x), (.bPrimal, factor)],
      isStreamed: true,
      multiplyAdds: Double(2 * degree)
    )
  }

  private mutating func general(
    _ instruction: Instruction,
    _ shape: [Int],
    _ function: BinaryFunction
  ) -> Storage {
    let (a, b) = (stored(instruction.operands[0]), stored(instruction.operands[1]))
    let isVarying =
      (a.isVarying || b.isVarying) && !(ring.hasPrimal && function == .greater)
    let result = makeStorage(shape, varying: isVarying)
    appendReal(table.real_binary, shape: shape, out: reals(result), [reals(a), reals(b)]) {
      $0.code = Int64(function.code.rawValue)
    }
    guard ring.hasPrimal, let out = result.varying, let out0 = result.shared else { return result }
    if function == .maximum {
      // Primals decide also where only one of the operands has tangents.
      var operands: [(PointerField, View)?] = [(.out, out)]
      var extra: [(PointerField, View)] = []
      for (operand, fields) in [(a, (PointerField.a, PointerField.aPrimal)), (b, (.b, .bPrimal))] {
        if let tangent = operand.varying {
          operands.append((fields.0, tangent))
          extra.append((fields.1, reals(operand)))
        } else {
          operands.append((fields.1, reals(operand)))
        }
      }
      appendElementwise(table.jet_maximum, shape: shape, operands, extra: extra)
      return result
    }
    if let y = b.varying {
      var operands: [(PointerField, View)?] = [(.out, out)]
      operands.append(a.varying.map { (.a, $0) })
      operands.append((.b, y))
      appendElementwise(
        table.jet_divide,
        shape: shape,
        operands,
        extra: [(.outPrimal, out0), (.bPrimal, reals(b))],
        multiplyAdds: Double(2 * degree * (degree + 1))
      )
    } else if let x = a.varying {
      appendElementwise(
        table.slot_divide,
        shape: shape,
        [(.out, out), (.a, x), (.bPrimal, reals(b))],
        multiplyAdds: Double(2 * degree)
      )
    }
    return result
  }
}
