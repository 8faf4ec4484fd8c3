/// The text form, which round-trips: `Program(text: program.text) == program`.
///
///     program "step"
///     %0 = input state "w" : real[3, 2]
///     %1 = constant {0.5} : real[]
///     %2 = broadcast %1 [3, 2] : real[3, 2]
///     %3 = mul %0 %2 : real[3, 2]
///     output "w" = %3
///
/// After the operands come the integer attributes in brackets and the real ones in angle brackets; a
/// literal's elements stand in braces in row-major order. Numbers are written so that they read back as
/// the same bits. Names are JSON-like strings in which `"`, `\` and control characters are escaped.
extension Program {
  /// The program in its text form, ending in a newline.
  public var text: String {
    var lines = ["program \(name.quoted)"]
    for (index, instruction) in instructions.enumerated() {
      lines.append("%\(index) = \(body(of: instruction)) : \(instruction.type)")
    }
    for output in outputs { lines.append("output \(output.name.quoted) = %\(output.value.index)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func body(of instruction: Instruction) -> String {
    let operation = instruction.operation
    switch operation {
    case .input(let number):
      return "input \(inputs[number].role.rawValue) \(inputs[number].name.quoted)"
    case .constant(let literal):
      let elements =
        literal.type.element == .real
        ? literal.reals.map(\.description) : literal.integers.map(\.description)
      return "constant {\(elements.joined(separator: ", "))}"
    default:
      var parts = [operation.name] + instruction.operands.map { "%\($0.index)" }
      if !operation.integers.isEmpty { parts.append(operation.integers.description) }
      if !operation.reals.isEmpty {
        parts.append("<" + operation.reals.map(\.description).joined(separator: ", ") + ">")
      }
      return parts.joined(separator: " ")
    }
  }
}

extension String {
  /// The string in quotation marks, with `"`, `\` and control characters escaped.
  var quoted: String {
    var result = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
