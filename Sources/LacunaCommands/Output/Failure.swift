import ArgumentParser
import LacunaExecution
import LacunaPrograms
import LacunaProtocols

/// An error on its way to the person at the terminal.
struct Failure {
  private let error: any Error

  init(_ error: any Error) {
    self.error = error
  }

  /// Writes the message to where it belongs and returns the exit code.
  func report(as command: any ParsableCommand.Type) -> Int32 {
    if let error = error as? any LacunaError {
      Terminal.error("error: \(error)")
      return error.category.rawValue
    }
    if let error = error as? ProgramError {
      Terminal.error("error: \(error)")
      return ErrorCategory.software.rawValue
    }
    // Help, versions and wrong usage are the argument parser's.
    let code = command.exitCode(for: error).rawValue
    let message = command.fullMessage(for: error)
    if code == 0 { Terminal.output(message) } else { Terminal.error(message) }
    return code
  }
}
