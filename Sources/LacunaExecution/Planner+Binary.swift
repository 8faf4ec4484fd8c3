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
    appendReal(.affine, shape: shape, out: reals(result), [reals(x)]) {
      $0.alpha = number
    }
    if ring.hasPrimal, let out = result.varying, let tangent = x.varying {
      appendAffine(shape, out, (number, tangent), nil)
    }
    return result
  }

  /// A term of a sum: number × scalar × value.
  struct Term {
    var number: Double
    /// A number that all elements and lanes share.
    var scalar: View?
    var storage: Storage

    /// Whether the term is the value itself.
    var isPlain: Bool { number == 1 && scalar == nil }
  }

  /// α a + β b, with the factors of operands that were folded in.
  private mutating func sum(
    _ instruction: Instruction,
    _ shape: [Int],
    sign: Double
  ) -> Storage {
    var terms = zip(instruction.operands, [1, sign]).map { operand, outer in
      guard isAbsorbed[operand.index], let factor = factor(of: operand) else {
        return Term(number: outer, scalar: nil, storage: stored(operand))
      }
      return Term(
        number: outer * factor.number,
        scalar: factor.scalar.flatMap { stored($0).shared },
        storage: stored(factor.value)
      )
    }
    // The kernels take a scalar for the second term.
    if terms[0].scalar != nil { terms.swapAt(0, 1) }
    let (a, b) = (terms[0], terms[1])
    var result = Storage()
    let isVarying = a.storage.isVarying || b.storage.isVarying
    if ring.hasPrimal || !isVarying { result.shared = makeShared(shape) }
    if !ring.hasPrimal, isVarying { result.varying = makeVarying(shape) }
    appendReal(
      .affine,
      shape: shape,
      out: reals(result),
      [reals(a.storage), reals(b.storage)]
    ) {
      $0.alpha = a.number
      $0.beta = b.number
    }
    appendScalar(b.scalar)
    guard ring.hasPrimal, isVarying else { return result }
    switch (a.storage.varying, b.storage.varying) {
    case (let x?, let y?):
      let out = makeVarying(shape)
      appendAffine(shape, out, (a.number, x), (b.number, y))
      appendScalar(b.scalar)
      result.varying = out
    case (let x?, nil):
      result.varying = multiple(shape, a, x)
    case (nil, let y?):
      result.varying = multiple(shape, b, y)
    case (nil, nil):
      break
    }
    return result
  }

  /// Gives the last call, an affine one, a scalar for its second term.
  private mutating func appendScalar(_ scalar: View?) {
    guard let scalar else { return }
    calls[calls.count - 1].pointers.append(pointer(.cPrimal, scalar))
    if let count = calls[calls.count - 1].streamedCount, ring.hasPrimal {
      calls[calls.count - 1].multiplyAdds += Double(2 * degree * count)
    }
  }

  /// A multiple of tangents: themselves, where the factor is one, since a constant adds nothing to them.
  ///
  /// Views with gaps are copied all the same: tangents lie as their primal does, and that is new.
  private mutating func multiple(_ shape: [Int], _ term: Term, _ x: View) -> View {
    if term.isPlain, x.isContiguous { return x }
    let out = makeVarying(shape)
    if let scalar = term.scalar {
      appendScale(shape, out, x, by: scalar.broadcast(to: shape))
      if term.number != 1 { appendAffine(shape, out, (term.number, out), nil) }
    } else {
      appendAffine(shape, out, (term.number, x), nil)
    }
    return out
  }

  private mutating func product(_ instruction: Instruction, _ shape: [Int]) -> Storage {
    let (a, b) = (stored(instruction.operands[0]), stored(instruction.operands[1]))
    let result = makeStorage(shape, varying: a.isVarying || b.isVarying)
    appendReal(.binary, shape: shape, out: reals(result), [reals(a), reals(b)]) {
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
    appendReal(.binary, shape: shape, out: reals(result), [reals(a), reals(b)]) {
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
        isStreamed: degree > 4,
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
