import LacunaPrograms

/// An input of a plan, found once by name and then used in every step.
public struct PlanInput: Sendable {
  /// Its number among all inputs.
  let number: Int
  let name: String
}

extension Plan {
  /// The input of a role and a name; nil when the program has none.
  public func input(_ role: InputRole, _ name: String) -> PlanInput? {
    program.inputs.firstIndex { $0.role == role && $0.name == name }
      .map { PlanInput(number: $0, name: name) }
  }
}

/// Feeding without looking up names or copying.
extension BoundPlan {
  /// Attaches data to an input that the plan takes by reference, in the selected frame.
  ///
  /// - Throws: ``ExecutionError`` for data of another kind or length, or with an index outside the axis that
  ///   it is for.
  public func attach(_ data: InputData, to input: PlanInput) throws(ExecutionError) {
    let type = plan.program.type(of: plan.program.inputs[input.number].value)
    guard let number = plan.attachedInputs.firstIndex(of: input.number),
      type.element == data.element
    else {
      throw .unknownName(
        kind: "attached \(data.element.rawValue) input",
        name: input.name,
        available: plan.attachedInputs.map { plan.program.inputs[$0].name }
      )
    }
    guard data.count == type.shape.count else {
      throw .elementCount(input: input.name, found: data.count, expected: type.shape.count)
    }
    if let limit = plan.indexLimits[input.number], let wrong = data.firstOutside(limit) {
      throw .indexOutOfRange(
        input: input.name,
        position: wrong.position,
        found: wrong.value,
        limit: limit
      )
    }
    attach(data, to: number)
  }

  /// Feeds the constant terms of a real input, the same number in all elements, in the selected frame.
  public func fill(_ input: PlanInput, with value: Double) {
    fill(input) { _ in value }
  }

  /// Feeds the constant terms of a real input, in the selected frame.
  ///
  /// - Parameters:
  ///   - input: the input.
  ///   - value: the number of an element.
  public func fill(_ input: PlanInput, _ value: (_ element: Int) -> Double) {
    guard let view = plan.storage[plan.program.inputs[input.number].value.index]?.shared else {
      return
    }
    let address = address(of: view.buffer)
    for index in 0..<view.shape.reduce(1, *) {
      plan.precision.store(value(index), at: address, index: index)
    }
  }

  /// Feeds the first-order tangents of an input of a jet ring, and zeros above.
  ///
  /// - Parameters:
  ///   - input: the input.
  ///   - value: the complex number of an element in a lane.
  public func setSlopes(
    _ input: PlanInput,
    _ value: (_ element: Int, _ lane: Int) -> (re: Double, im: Double)
  ) {
    guard let view = plan.storage[plan.program.inputs[input.number].value.index]?.varying,
      case .jet(let degree) = plan.ring
    else { return }
    let address = address(of: view.buffer)
    let (precision, lanes) = (plan.precision, plan.precision.lanes)
    let numbers = 2 * degree * lanes
    let elements = view.shape.reduce(1, *)
    address.initializeMemory(
      as: UInt8.self,
      repeating: 0,
      count: elements * numbers * precision.bytes
    )
    for element in 0..<elements {
      for lane in 0..<lanes {
        let number = value(element, lane)
        let index = element * numbers + lane
        precision.store(number.re, at: address, index: index)
        precision.store(number.im, at: address, index: index + lanes)
      }
    }
  }

  /// Feeds an input of the lane ring.
  ///
  /// - Parameters:
  ///   - input: the input.
  ///   - value: the real of an element in a lane.
  public func setLanes(_ input: PlanInput, _ value: (_ element: Int, _ lane: Int) -> Double) {
    guard plan.ring == .lanes,
      let view = plan.storage[plan.program.inputs[input.number].value.index]?.varying
    else { return }
    let address = address(of: view.buffer)
    let lanes = plan.precision.lanes
    for element in 0..<view.shape.reduce(1, *) {
      for lane in 0..<lanes {
        plan.precision.store(value(element, lane), at: address, index: element * lanes + lane)
      }
    }
  }
}
