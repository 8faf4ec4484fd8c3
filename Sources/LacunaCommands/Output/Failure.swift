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
    if let error = error as? OutputError, error.isClosedPipe { return error.category.rawValue }
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
    guard code == 0 else {
      // A command that has said all ends with a code alone.
      guard !message.isEmpty else { return code }
      let parserLabel = "Error: "
      Terminal.error(
        message.hasPrefix(parserLabel) ? "error: " + message.dropFirst(parserLabel.count) : message
      )
      return code
    }
    do {
      try Terminal.output(message)
      return 0
    } catch {
      return Failure(error).report(as: command)
    }
  }
}
