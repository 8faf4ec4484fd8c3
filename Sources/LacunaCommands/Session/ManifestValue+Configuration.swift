import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import LacunaStores

extension ManifestValue {
  /// The value of a setting.
  init(_ value: ConfigurationValue) {
    switch value {
    case .integer(let integer): self = .integer(Int64(integer))
    case .number(let number): self = .number(number)
    case .string(let string): self = .string(string)
    case .boolean(let boolean): self = .bool(boolean)
    }
  }

  /// The setting of a value.
  var configurationValue: ConfigurationValue {
    switch self {
    case .integer(let integer): .integer(Int(integer))
    case .number(let number): .number(number)
    case .string(let string): .string(string)
    case .bool(let boolean): .boolean(boolean)
    }
  }
}

extension TrainingProblem {
  /// What a sketch keeps of the learner to notice when it has changed, under the names it is stored by: the
  /// step programs, or what a learner that trains by itself is.
  var namedPrograms: [(name: String, text: String)] {
    if let computed { return [("computed", computed.identity)] }
    return programs.enumerated().map { number, program in
      let digits = String(number)
      let zeros = String(repeating: "0", count: 4 - min(4, digits.count))
      return ("step-" + zeros + digits, program.text)
    }
  }
}
