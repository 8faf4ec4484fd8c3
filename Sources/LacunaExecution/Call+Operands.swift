import CJetKernels

/// Changing what a call works on.
extension Call {
  /// The pointer of a field.
  func pointer(_ field: PointerField) -> Pointer? { pointers.first { $0.field == field } }

  /// Lets a field point where another call's does.
  mutating func replace(_ field: PointerField, by pointer: Pointer) {
    pointers.removeAll { $0.field == field }
    var pointer = pointer
    pointer.field = field
    pointers.append(pointer)
  }

  /// Lets a and b change places.
  mutating func exchangeFactors() {
    let other: [PointerField: PointerField] = [
      .a: .b, .b: .a, .aPrimal: .bPrimal, .bPrimal: .aPrimal,
    ]
    for index in pointers.indices {
      pointers[index].field = other[pointers[index].field] ?? pointers[index].field
    }
    swap(&arguments.a_strides, &arguments.b_strides)
  }

  /// α a + β b with the terms in the other order, where the call is such a sum; a scalar belongs to the second.
  var withTermsExchanged: Call? {
    guard pointer(.b) != nil, pointer(.cPrimal) == nil else { return nil }
    var call = self
    call.exchangeFactors()
    swap(&call.arguments.alpha, &call.arguments.beta)
    return call
  }
}
