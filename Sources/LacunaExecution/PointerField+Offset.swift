import CJetKernels

extension lk_arguments {
  /// Sets a pointer.
  mutating func set(_ field: PointerField, _ address: UnsafeMutableRawPointer) {
    switch field {
    case .out: out = address
    case .outPrimal: out_primal = address
    case .a: a = UnsafeRawPointer(address)
    case .aPrimal: a_primal = UnsafeRawPointer(address)
    case .b: b = UnsafeRawPointer(address)
    case .bPrimal: b_primal = UnsafeRawPointer(address)
    case .c: c = UnsafeRawPointer(address)
    case .cPrimal: c_primal = UnsafeRawPointer(address)
    case .indices: indices = UnsafePointer(address.assumingMemoryBound(to: Int64.self))
    case .scratch: scratch = address
    }
  }
}

extension PointerField {
  /// The byte offset of the pointer in `lk_arguments`.
  var offset: Int {
    let offset: Int? =
      switch self {
      case .out: MemoryLayout<lk_arguments>.offset(of: \.out)
      case .outPrimal: MemoryLayout<lk_arguments>.offset(of: \.out_primal)
      case .a: MemoryLayout<lk_arguments>.offset(of: \.a)
      case .aPrimal: MemoryLayout<lk_arguments>.offset(of: \.a_primal)
      case .b: MemoryLayout<lk_arguments>.offset(of: \.b)
      case .bPrimal: MemoryLayout<lk_arguments>.offset(of: \.b_primal)
      case .c: MemoryLayout<lk_arguments>.offset(of: \.c)
      case .cPrimal: MemoryLayout<lk_arguments>.offset(of: \.c_primal)
      case .indices: MemoryLayout<lk_arguments>.offset(of: \.indices)
      case .scratch: MemoryLayout<lk_arguments>.offset(of: \.scratch)
      }
    guard let offset else { preconditionFailure("a field of a C structure has an offset") }
    return offset
  }
}
