import LacunaPrograms

/// Large mini-batches, a panel of rows at a time.
///
/// Tensors made of rows that do not fit the second-level cache would pass through memory once for every
/// instruction. A panel's tensors fit, and are used while they are there.
extension Planner {
  /// The bytes that the tensors of a panel may take together.
  static var panelBytes: Int { 384 << 10 }
  /// The bytes of tensors made of rows from which on they are cut into panels.
  static var leastBytes: Int { 2 << 20 }
  /// The most panels: each takes its time to plan.
  static var mostPanels: Int { 256 }

  /// Cuts the program into panels of rows, so many, or else as many as help.
  mutating func cutIntoPanels(_ panels: Int?, varyingRoles: Set<InputRole>) {
    guard let analysis = RowAnalysis(program) else { return }
    let count = panels ?? panelCount(analysis)
    guard count > 1, let cut = try? RowProgram(program, analysis, panels: count) else { return }
    program = cut.program
    panelCount = cut.panels.count
    additions = cut.additions
    findActivity(varyingRoles: varyingRoles)
  }

  /// As many panels as let the tensors of each stay in cache; one where they all do.
  ///
  /// The number goes by the program, the ring and the precision alone, so that results do not depend on
  /// threads, blocks or the instruction set.
  private func panelCount(_ analysis: RowAnalysis) -> Int {
    let bytes = liveBytes(analysis)
    guard bytes >= Self.leastBytes else { return 1 }
    return min((bytes + Self.panelBytes - 1) / Self.panelBytes, Self.mostPanels)
  }

  /// The bytes of tensors made of rows at the instruction where they are most.
  private func liveBytes(_ analysis: RowAnalysis) -> Int {
    // Movement makes views: what they show lives as long as they do.
    var roots: [Int] = []
    var last: [Int: Int] = [:]
    for (index, instruction) in program.instructions.enumerated() {
      let isView = isMovement(instruction.operation) && !instruction.operands.isEmpty
      roots.append(isView ? roots[instruction.operands[0].index] : index)
      guard instruction.operands.contains(where: { analysis.layouts[$0.index] != nil }) else {
        continue
      }
      for operand in instruction.operands { last[roots[operand.index]] = index }
    }
    func bytes(_ index: Int) -> Int {
      guard analysis.layouts[index] != nil, roots[index] == index else { return 0 }
      let type = program.instructions[index].type
      let number = type.element == .integer ? 8 : precision.bytes
      return type.shape.count * (varying[index] ? varyingBytes + number : number)
    }
    var (live, most) = (0, 0)
    var first: Set<Int> = []
    var ending: [Int: [Int]] = [:]
    for (root, moment) in last { ending[moment, default: []].append(root) }
    for (index, instruction) in program.instructions.enumerated() {
      // Inputs are there when they are first read.
      let isInput = instruction.operands.isEmpty
      for value in instruction.operands.map({ roots[$0.index] }) + (isInput ? [] : [roots[index]])
      where last[value] != nil && first.insert(value).inserted {
        live += bytes(value)
      }
      most = max(most, live)
      for root in ending[index] ?? [] { live -= bytes(root) }
    }
    return most
  }
}
