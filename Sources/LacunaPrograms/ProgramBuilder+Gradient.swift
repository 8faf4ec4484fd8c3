/// Reverse-mode differentiation, as a pass from program to program.
extension ProgramBuilder {
  /// Appends the gradient of a scalar with respect to values it was made from.
  ///
  /// Because it appends to the same program, a gradient can be used, and differentiated, like any other
  /// value. A value that `loss` does not depend on has a gradient of zeros.
  ///
  /// - Parameters:
  ///   - loss: a real scalar.
  ///   - values: the values to differentiate with respect to.
  ///   - stopping: whether `stopGradient` stops the gradient; false where the adjoint of a whole step is
  ///     wanted, for which it is the identity.
  /// - Returns: the gradient with respect to each of the values, of its shape.
  /// - Throws: ``ProgramError/gradientOfNonScalar(found:)``.
  public mutating func gradient(
    of loss: ValueID,
    withRespectTo values: [ValueID],
    stopping: Bool = true
  ) throws(ProgramError) -> [ValueID] {
    guard instructions.indices ~= loss.index, type(of: loss) == .real(.scalar) else {
      throw .gradientOfNonScalar(
        found: instructions.indices ~= loss.index ? type(of: loss) : .integer(.scalar)
      )
    }
    let relevant = dependents(on: values, upTo: loss, stopping: stopping)
    var cotangents: [Int: ValueID] = [loss.index: try number(1)]
    for index in stride(from: loss.index, through: 0, by: -1) where relevant[index] {
      guard let cotangent = cotangents[index] else { continue }
      let instruction = instructions[index]
      if stopping, instruction.operation == .stopGradient { continue }
      let rule = GradientRule(
        instruction: instruction,
        result: ValueID(index),
        cotangent: cotangent,
        isWanted: instruction.operands.map { relevant[$0.index] }
      )
      for (operand, contribution) in try rule.contributions(in: &self) {
        if let sum = cotangents[operand.index] {
          cotangents[operand.index] = try add(sum, contribution)
        } else {
          cotangents[operand.index] = contribution
        }
      }
    }
    var gradients: [ValueID] = []
    for value in values {
      if let cotangent = cotangents[value.index] {
        gradients.append(cotangent)
      } else {
        gradients.append(try filled(0, shape(of: value)))
      }
    }
    return gradients
  }

  /// For each value up to `loss`: whether it is one of `values` or made from one through real numbers.
  private func dependents(
    on values: [ValueID],
    upTo loss: ValueID,
    stopping: Bool
  ) -> [Bool] {
    var relevant = [Bool](repeating: false, count: loss.index + 1)
    for value in values where relevant.indices ~= value.index { relevant[value.index] = true }
    for index in 0...loss.index where !relevant[index] {
      let instruction = instructions[index]
      if stopping, instruction.operation == .stopGradient { continue }
      relevant[index] =
        instruction.type.element == .real
        && instruction.operands.contains { relevant[$0.index] }
    }
    return relevant
  }
}
