/// A plugin with one fault, and the check that is meant for it.
struct BadPlugin: Sendable, CustomStringConvertible {
  /// What is wrong with it.
  let description: String
  /// Preprocessor definitions: `FAULT_…`, or `CHANGES=…` with statements on the tables.
  let definitions: [String]
  /// Options for compiler and linker.
  let options: [String]
  /// The check that is meant to find it.
  let check: String
  /// Part of the finding.
  let message: String
  /// The seconds after which its process is stopped, where that is what is looked for.
  let timeout: Double?

  init(
    _ description: String,
    _ definitions: String...,
    options: [String] = [],
    check: String,
    message: String,
    timeout: Double? = nil
  ) {
    self.description = description
    self.definitions = definitions
    self.options = options
    self.check = check
    self.message = message
    self.timeout = timeout
  }
}
