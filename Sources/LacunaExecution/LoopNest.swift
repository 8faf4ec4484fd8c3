import CJetKernels

/// Loops over the elements of operands that share a shape, with as few axes as their strides allow.
struct LoopNest {
  /// Extents, outermost first.
  var extents: [Int] = []
  /// For each operand, its strides.
  var strides: [[Int]]

  /// The loops over a shape with the strides of each operand.
  ///
  /// Axes of extent one go, and neighbouring axes that all operands pass over evenly become one.
  init(shape: [Int], strides operands: [[Int]]) {
    strides = operands.map { _ in [] }
    for axis in shape.indices where shape[axis] != 1 {
      let steps = operands.map { $0[axis] }
      let extent = shape[axis]
      let merges =
        !extents.isEmpty
        && strides.indices.allSatisfy { strides[$0][extents.count - 1] == steps[$0] * extent }
      if merges {
        extents[extents.count - 1] *= extent
        for operand in strides.indices { strides[operand][extents.count - 1] = steps[operand] }
      } else {
        extents.append(extent)
        for operand in strides.indices { strides[operand].append(steps[operand]) }
      }
    }
  }

  /// Writes extents and the strides of up to four operands (out, a, b, c) into kernel arguments.
  func write(to arguments: inout lk_arguments) {
    arguments.rank = Int64(extents.count)
    lanewise(&arguments.extents, extents)
    if strides.count > 0 { lanewise(&arguments.out_strides, strides[0]) }
    if strides.count > 1 { lanewise(&arguments.a_strides, strides[1]) }
    if strides.count > 2 { lanewise(&arguments.b_strides, strides[2]) }
    if strides.count > 3 { lanewise(&arguments.c_strides, strides[3]) }
  }
}

/// The C array type of `lk_arguments`.
typealias KernelAxes = (Int64, Int64, Int64, Int64, Int64, Int64, Int64)

/// Copies numbers into the head of a C array.
private func lanewise(_ axes: inout KernelAxes, _ values: [Int]) {
  withUnsafeMutableBytes(of: &axes) { bytes in
    let numbers = bytes.bindMemory(to: Int64.self)
    precondition(values.count <= numbers.count, "a loop nest of \(values.count) axes")
    for (index, value) in values.enumerated() { numbers[index] = Int64(value) }
  }
}
