/// Values that come from nowhere: constants and inputs.
extension Trace {
  /// A number.
  public func constant(_ value: Double) -> Tensor {
    constant([value], shape: [])
  }

  /// A tensor of numbers in row-major order.
  public func constant(_ values: [Double], shape: [Int]) -> Tensor {
    guard failure == nil else { return poisoned(shape) }
    let dimensions = shape.map(Int64.init)
    let result = result(of: "constant", []) { table, value in
      table.pointee.constant_reals(
        table.pointee.context,
        values,
        UInt64(values.count),
        dimensions,
        UInt64(shape.count),
        value
      )
    }
    return result ?? poisoned(shape)
  }

  /// A tensor of indices in row-major order.
  public func indices(_ values: [Int], shape: [Int]) -> Tensor {
    guard failure == nil else { return poisoned(shape) }
    let (values, dimensions) = (values.map(Int64.init), shape.map(Int64.init))
    let result = result(of: "constant", []) { table, value in
      table.pointee.constant_integers(
        table.pointee.context,
        values,
        UInt64(values.count),
        dimensions,
        UInt64(shape.count),
        value
      )
    }
    return result ?? poisoned(shape)
  }

  /// A tensor of one number everywhere.
  public func filled(_ value: Double, shape: [Int]) -> Tensor {
    constant(value).broadcast(to: shape)
  }

  /// The input of a role and name.
  func input(_ role: Int, _ name: String) -> Tensor {
    guard failure == nil else { return poisoned() }
    let result = result(of: "input", []) { table, value in
      name.withForeignText {
        table.pointee.input(table.pointee.context, lacuna_role(role), $0, value)
      }
    }
    return result ?? poisoned()
  }

  /// The names of the inputs of a role.
  func inputNames(_ role: Int) -> [String] {
    guard failure == nil else { return [] }
    var names: [String] = []
    let error = withUnsafeMutablePointer(to: &names) { names in
      var sink = lacuna_text_sink(
        struct_size: UInt64(MemoryLayout<lacuna_text_sink>.size),
        context: names,
        accept: { context, piece in
          context?.assumingMemoryBound(to: [String].self).pointee.append(piece.string ?? "")
          return nil
        }
      )
      return builder.pointee.input_names(builder.pointee.context, lacuna_role(role), &sink)
    }
    if let error { record(error, of: "input", []) }
    return names
  }

  /// Names a value as a result.
  func output(_ name: String, _ value: Tensor) {
    guard canUse([value], in: "output") else { return }
    let error = name.withForeignText {
      builder.pointee.output(builder.pointee.context, $0, value.id)
    }
    if let error { record(error, of: "output", [value]) }
  }
}
