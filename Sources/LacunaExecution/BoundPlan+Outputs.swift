import LacunaPrograms

/// An output of a plan, found once by name and then read after every run.
public struct PlanOutput: Sendable {
  /// Its number among all outputs.
  let number: Int
}

extension Plan {
  /// The output of a name; nil when the program has none.
  public func output(_ name: String) -> PlanOutput? {
    program.outputs.firstIndex { $0.name == name }.map { PlanOutput(number: $0) }
  }
}

/// Reading without looking up names or making arrays.
extension BoundPlan {
  /// Reads what all lanes share of an output: the constant terms, in a jet ring.
  ///
  /// - Parameters:
  ///   - output: the output.
  ///   - body: called with each element and its number.
  public func readShared(_ output: PlanOutput, _ body: (_ element: Int, _ value: Double) -> Void) {
    guard let view = plan.outputs[output.number].shared else { return }
    let address = address(of: view.buffer)
    view.forEachElement { body($0, plan.precision.load(at: address, index: $1)) }
  }

  /// Reads an output of the lane ring; lanes that share a number are all given it.
  ///
  /// - Parameters:
  ///   - output: the output.
  ///   - body: called with each element, lane and number.
  public func readLanes(
    _ output: PlanOutput,
    _ body: (_ element: Int, _ lane: Int, _ value: Double) -> Void
  ) {
    let lanes = plan.precision.lanes
    guard plan.ring == .lanes, let view = plan.outputs[output.number].varying else {
      readShared(output) { element, value in
        for lane in 0..<lanes { body(element, lane, value) }
      }
      return
    }
    let address = address(of: view.buffer)
    view.forEachElement { element, offset in
      for lane in 0..<lanes {
        body(element, lane, plan.precision.load(at: address, index: offset * lanes + lane))
      }
    }
  }

  /// Reads the tangents of an output of a jet ring; nothing where it is constant.
  ///
  /// - Parameters:
  ///   - output: the output.
  ///   - body: called with each element, coefficient from 1 and lane, and the number there.
  public func readTangents(
    _ output: PlanOutput,
    _ body: (_ element: Int, _ coefficient: Int, _ lane: Int, _ re: Double, _ im: Double) -> Void
  ) {
    guard case .jet(let degree) = plan.ring, let view = plan.outputs[output.number].varying else {
      return
    }
    let array = TangentArray(
      address: address(of: view.buffer),
      precision: plan.precision,
      degree: degree
    )
    view.forEachElement { element, offset in
      for coefficient in 1...degree {
        for lane in 0..<plan.precision.lanes {
          let value = array[offset, coefficient, lane]
          body(element, coefficient, lane, value.re, value.im)
        }
      }
    }
  }
}

extension View {
  /// Calls with the number of each element in row-major order and its position in the buffer.
  fileprivate func forEachElement(_ body: (_ element: Int, _ offset: Int) -> Void) {
    if isContiguous {
      for element in 0..<shape.reduce(1, *) { body(element, offset + element) }
      return
    }
    for (element, offset) in elementOffsets.enumerated() { body(element, offset) }
  }
}
