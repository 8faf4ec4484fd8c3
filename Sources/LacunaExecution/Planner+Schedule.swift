import LacunaPrograms

/// The order in which instructions run.
///
/// Programs compute all gradients and then update the state. Here each tensor's update (a chain of
/// elementwise instructions that nothing else needs) is moved to just after its gradient, while that is in
/// a near cache, and after the last other reader of the tensors it replaces, so that it can be done in place.
extension Planner {
  /// Instructions in the order to run them, in runs: an update chain is a run, any other instruction alone.
  func schedule() -> [[ValueID]] {
    let chains = updateChains()
    var chainOf: [Int: Int] = [:]
    for (number, chain) in chains.enumerated() {
      for value in chain { chainOf[value.index] = number }
    }
    var runs: [(ready: Int, order: Int, values: [ValueID])] = []
    for index in program.instructions.indices where chainOf[index] == nil {
      runs.append((index, -1, [ValueID(index)]))
    }
    for (number, chain) in chains.enumerated() {
      runs.append((readyTime(of: chain, chainOf), number, chain))
    }
    runs.sort { ($0.ready, $0.order) < ($1.ready, $1.order) }
    return merged(runs.map { ($0.values, $0.order >= 0) })
  }

  /// Joins neighbouring elementwise instructions on one shape, so that they can be streamed.
  private func merged(_ runs: [(values: [ValueID], isChain: Bool)]) -> [[ValueID]] {
    var result: [[ValueID]] = []
    var isOpen = false
    for run in runs {
      if isOpen, !run.isChain, let before = result.last?.last, isStreamable(run.values[0]),
        program.type(of: before) == program.type(of: run.values[0])
      {
        result[result.count - 1] += run.values
      } else {
        result.append(run.values)
        isOpen = !run.isChain && isStreamable(run.values[0])
      }
    }
    return result
  }

  private func isStreamable(_ value: ValueID) -> Bool {
    isElementwise(program.instructions[value.index].operation) && varying[value.index]
  }

  /// For each state tensor that an elementwise chain updates, the chain in program order.
  private func updateChains() -> [[ValueID]] {
    let count = program.instructions.count
    var label = [Int?](repeating: nil, count: count)
    var parent: [Int] = []
    func root(_ x: Int) -> Int {
      var x = x
      while parent[x] != x { x = parent[x] }
      return x
    }
    var users = [[Int]](repeating: [], count: count)
    for (index, instruction) in program.instructions.enumerated() {
      for operand in instruction.operands { users[operand.index].append(index) }
    }
    var outputs: [Int: Int] = [:]
    for output in program.outputs where layout?[output.name] != nil {
      outputs[output.value.index] = program.type(of: output.value).shape.count
    }
    for index in stride(from: count - 1, through: 0, by: -1) {
      let instruction = program.instructions[index]
      guard isElementwise(instruction.operation), varying[index],
        !additions.contains(ValueID(index)),
        outputs[index] != nil || !users[index].isEmpty
      else { continue }
      let labels = users[index].map { label[$0] }
      let isUniform = users[index].allSatisfy {
        program.instructions[$0].type.shape == instruction.type.shape
      }
      guard labels.allSatisfy({ $0 != nil }), isUniform,
        outputs[index] != nil || !labels.isEmpty
      else { continue }
      let roots = Set(labels.compactMap { $0 }.map(root))
      if let first = roots.min() {
        for other in roots { parent[other] = first }
        label[index] = first
      } else {
        parent.append(parent.count)
        label[index] = parent.count - 1
      }
    }
    var chains: [Int: [ValueID]] = [:]
    for index in 0..<count {
      if let label = label[index] { chains[root(label), default: []].append(ValueID(index)) }
    }
    return chains.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The index of the last instruction that must run before a chain: one that it reads, or that reads what
  /// it replaces.
  private func readyTime(of chain: [ValueID], _ chainOf: [Int: Int]) -> Int {
    let members = Set(chain.map(\.index))
    var ready = -1
    for value in chain {
      for operand in program.instructions[value.index].operands
      where !members.contains(operand.index) {
        ready = max(ready, operand.index)
      }
    }
    let replaced = Set(
      program.outputs.filter { members.contains($0.value.index) }
        .compactMap { program.input(.state, $0.name)?.value.index }
    )
    // What reads the old state, directly or through views of it.
    var reads = replaced
    for (index, instruction) in program.instructions.enumerated()
    where !members.contains(index)
      && instruction.operands.contains(where: { reads.contains($0.index) })
    {
      ready = max(ready, chainOf[index] == nil ? index : ready)
      if isMovement(instruction.operation) { reads.insert(index) }
    }
    return ready
  }

  func isElementwise(_ operation: Operation) -> Bool {
    switch operation {
    case .unary, .power, .binary, .select: true
    default: false
    }
  }

  func isMovement(_ operation: Operation) -> Bool {
    switch operation {
    case .reshape, .transpose, .broadcast, .slice, .stopGradient: true
    default: false
    }
  }
}
