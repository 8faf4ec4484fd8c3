import Foundation
import Logging

/// Where words go: results to standard output, everything else to standard error.
enum Terminal {
  /// Writes a result.
  static func output(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  /// Writes a message.
  static func error(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Writes part of a line of a progress display.
  static func progress(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }

  /// Whether messages are read by a person at a terminal.
  static var isInteractive: Bool { isatty(2) == 1 }

  /// The log of a command: warnings and notes, on standard error.
  static let log: Logger = {
    var logger = Logger(label: "lacuna") { _ in MessageHandler() }
    logger.logLevel = .info
    return logger
  }()
}

/// Writes log messages as lines: `warning: …`.
private struct MessageHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    Terminal.error(
      event.level >= .warning ? "\(event.level): \(event.message)" : "\(event.message)"
    )
  }
}
