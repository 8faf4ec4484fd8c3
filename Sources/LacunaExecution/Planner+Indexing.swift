import CJetKernels
import LacunaPrograms

/// Gathers and scatters: rows of numbers moved by index, whatever the numbers are.
extension Planner {
  mutating func gather(_ instruction: Instruction) -> Storage {
    let source = contiguous(stored(instruction.operands[0]))
    let result = makeStorage(instruction.type.shape.dimensions, varying: source.isVarying)
    let indices = self.indices(instruction)
    let rows = Rows(
      indices: indices.shape.reduce(1, *),
      table: shape(instruction.operands[0]),
      isTake: isTake(instruction)
    )
    for (from, to) in pairs(source, result) {
      let numbers = numbers(in: from)
      var call = Call(kernel: table.gather)
      call.arguments.m = Int64(rows.count)
      call.arguments.k = Int64(rows.length * numbers)
      call.arguments.out_m = Int64(rows.length * numbers)
      call.arguments.a_m = Int64(rows.step * numbers)
      call.arguments.a_k = Int64(rows.length * numbers)
      call.pointers = [pointer(.out, to), pointer(.a, from), pointer(.indices, indices)]
      calls.append(call)
    }
    return result
  }

  mutating func scatter(_ instruction: Instruction) -> Storage {
    let source = contiguous(stored(instruction.operands[0]))
    let shape = instruction.type.shape.dimensions
    let result = makeStorage(shape, varying: source.isVarying)
    let indices = self.indices(instruction)
    let rows = Rows(
      indices: indices.shape.reduce(1, *),
      table: shape,
      isTake: isTake(instruction)
    )
    for (from, to) in pairs(source, result) {
      let numbers = numbers(in: from)
      appendClear(to)
      var call = Call(kernel: table.scatter_add)
      call.arguments.m = Int64(rows.count)
      call.arguments.k = Int64(rows.length * numbers)
      call.arguments.a_m = Int64(rows.length * numbers)
      call.arguments.out_m = Int64(rows.step * numbers)
      call.arguments.out_n = Int64(rows.length * numbers)
      call.pointers = [pointer(.out, to), pointer(.a, from), pointer(.indices, indices)]
      calls.append(call)
    }
    return result
  }

  /// How indexed rows lie in the table.
  private struct Rows {
    /// How many indices.
    var count: Int
    /// Elements a row.
    var length: Int
    /// Elements from where one index counts from to where the next does: zero for rows of one table.
    var step: Int

    init(indices: Int, table: [Int], isTake: Bool) {
      count = indices
      length = isTake ? 1 : table.dropFirst().reduce(1, *)
      step = isTake ? table[table.count - 1] : 0
    }
  }

  private func isTake(_ instruction: Instruction) -> Bool {
    switch instruction.operation {
    case .takeAlongAxis, .putAlongAxis: true
    default: false
    }
  }

  /// The numbers an element of a view is made of.
  private func numbers(in view: View) -> Int {
    buffers[view.buffer.index].elementBytes / precision.bytes
  }

  /// The index operand, side by side; its inputs are noted with the extent that limits them.
  private mutating func indices(_ instruction: Instruction) -> View {
    let value = instruction.operands[1]
    if let limit = instruction.indexedExtent(in: program) { noteLimit(limit, of: value) }
    guard let view = stored(value).shared else { preconditionFailure("integers are shared") }
    return contiguous(view)
  }

  private mutating func noteLimit(_ limit: Int, of value: ValueID) {
    for source in program.sources(of: value) {
      guard case .input(let number) = program.instructions[source.index].operation else { continue }
      indexLimits[number] = min(limit, indexLimits[number] ?? limit)
    }
  }
}
