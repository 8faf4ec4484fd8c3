import LacunaPrograms

/// Indexing: elements picked by integers that are values.
extension ReferenceStep {
  /// Rows of a table: (table [v, …rest], indices [i…]) → [i…, …rest].
  func gathered() throws(ReferenceError) -> ReferenceTensor<Number> {
    try .made(shape) { index throws(ReferenceError) in
      let row = try picked(index.prefix(operands[1].shape.rank), operands[0].shape[0])
      return operands[0][[row] + index.dropFirst(operands[1].shape.rank)]
    }
  }

  /// Sums of updates by row: (updates [i…, …rest], indices [i…]) → [rows, …rest].
  func scattered(_ rows: Int) throws(ReferenceError) -> ReferenceTensor<Number> {
    var numbers = [Number](repeating: .constant(0), count: shape.count)
    for index in operands[0].shape.indices {
      let row = try picked(index.prefix(operands[1].shape.rank), rows)
      let place = shape.offset(of: [row] + index.dropFirst(operands[1].shape.rank))
      numbers[place] = numbers[place] + operands[0][index]
    }
    return ReferenceTensor(shape, numbers: numbers)
  }

  /// One element of each row: (x [i…, n], indices [i…]) → [i…].
  func taken() throws(ReferenceError) -> ReferenceTensor<Number> {
    try .made(shape) { index throws(ReferenceError) in
      let position = try picked(index[...], operands[0].shape[operands[0].shape.rank - 1])
      return operands[0][index + [position]]
    }
  }

  /// One element put in each row: (x [i…], indices [i…]) → [i…, size].
  func put(_ size: Int) throws(ReferenceError) -> ReferenceTensor<Number> {
    try .made(shape) { index throws(ReferenceError) in
      let source = index.dropLast()
      let position = try picked(source, size)
      return index.last == position ? operands[0][Array(source)] : .constant(0)
    }
  }

  /// The integer of the second operand at an index, if it lies within an axis of an extent.
  private func picked(
    _ index: ArraySlice<Int>,
    _ extent: Int
  ) throws(ReferenceError) -> Int {
    let position = operands[1].integers[operands[1].shape.offset(of: Array(index))]
    guard 0..<Int64(extent) ~= position else {
      throw .indexOutOfRange(operation: operation.name, index: position, extent: extent)
    }
    return Int(position)
  }
}
