import CJetKernels

/// Compositions f(x) whose surroundings are taken into them: a scalar that x is a multiple by, and the product
/// that f(x) is a factor of.
extension Planner {
  /// Lets f(s x) be composed from the tangents of x, with the coefficients of f times powers of the scalar s.
  mutating func foldScales() {
    let uses = BufferUses(self)
    var isGone = [Bool](repeating: false, count: calls.count)
    for index in calls.indices where isChained(calls[index], LK_CHAIN_COMPOSE) {
      guard let inner = calls[index].pointer(.a), let series = calls[index].pointer(.bPrimal),
        let scale = uses.onlyWriter(of: inner.buffer, before: index, buffers),
        isChained(calls[scale], LK_CHAIN_SCALE),
        let scalar = calls[scale].pointer(.bPrimal), scalar.step == 0,
        let x = calls[scale].pointer(.a), lieAlike(calls[scale].pointer(.out), inner, x),
        let taylor = uses.onlyWriter(of: series.buffer, before: index, buffers),
        isSame(calls[taylor].kernel, table.real_taylor), canMove(scale, to: index)
      else { continue }
      var factor = scalar
      factor.field = .cPrimal
      calls[taylor].pointers.append(factor)
      calls[index].replace(.a, by: x)
      calls[index].multiplyAdds += calls[scale].multiplyAdds
      isGone[scale] = true
    }
    drop(isGone)
  }

  /// Joins each composition to the product that alone uses it, so that it stays in registers.
  mutating func fuseCompositions() {
    let uses = BufferUses(self)
    var isGone = [Bool](repeating: false, count: calls.count)
    for index in calls.indices {
      for field in [PointerField.b, .a] {
        guard let factor = calls[index].pointer(field),
          let composition = uses.onlyWriter(of: factor.buffer, before: index, buffers),
          let fused = fused(calls[composition], as: field, into: calls[index]),
          canMove(composition, to: index)
        else { continue }
        calls[index] = fused
        isGone[composition] = true
        break
      }
    }
    drop(isGone)
  }

  /// A product, or a product that is added to something, with one factor composed on the way.
  private func fused(
    _ composition: Call,
    as field: PointerField,
    into product: Call
  ) -> Call? {
    guard isChained(composition, LK_CHAIN_COMPOSE),
      composition.streamedCount == product.streamedCount,
      let factor = product.pointer(field), let made = composition.pointer(.out),
      let inner = composition.pointer(.a), let series = composition.pointer(.bPrimal),
      lieAlike(made, factor, inner), series.step == precision.bytes
    else { return nil }
    let operation: lk_operation
    if isChained(product, LK_CHAIN_MULTIPLY) {
      operation = LK_CHAIN_COMPOSE_MULTIPLY
    } else if isChained(product, LK_CHAIN_MULTIPLY_ADD) {
      operation = LK_CHAIN_COMPOSE_MULTIPLY_ADD
    } else {
      return nil
    }
    var call = product
    if field == .a { call.exchangeFactors() }
    guard var value = call.pointer(.bPrimal), value.step == precision.bytes else { return nil }
    value.field = .outPrimal
    call.replace(.b, by: inner)
    call.replace(.bPrimal, by: series)
    call.pointers.append(value)
    call.readsOutPrimal = true
    call.arguments.operation = Int64(operation.rawValue)
    call.arguments.n = composition.arguments.n
    call.multiplyAdds += composition.multiplyAdds
    call.isChainOnly = true
    var uses = StreamUses()
    return uses.admit(call, buffers) ? call : nil
  }

  /// Whether what one call writes is what another reads, element by element, and lies like a third.
  private func lieAlike(_ made: Call.Pointer?, _ read: Call.Pointer, _ other: Call.Pointer) -> Bool
  {
    guard let made else { return false }
    return made.buffer == read.buffer && made.offset == read.offset && made.step == read.step
      && read.step == varyingBytes && other.step == varyingBytes
  }

  private func isChained(_ call: Call, _ operation: lk_operation) -> Bool {
    call.streamedCount != nil && call.arguments.operation == Int64(operation.rawValue)
  }
}
