import Foundation
import LacunaProtocols
import Logging

/// Where words go: results to standard output, everything else to standard error.
enum Terminal {
  /// Writes a result.
  ///
  /// - Throws: ``OutputError`` when standard output is full or closed.
  static func output(_ text: String) throws(OutputError) {
    let code = write(text + "\n", to: STDOUT_FILENO)
    if code != 0 { throw OutputError(code: code) }
  }

  /// Writes part of a result.
  ///
  /// - Throws: ``OutputError`` when standard output is full or closed.
  static func output(_ bytes: [UInt8]) throws(OutputError) {
    let code = write(bytes, to: STDOUT_FILENO)
    if code != 0 { throw OutputError(code: code) }
  }

  /// Writes a message, if there is somebody to read it.
  static func error(_ text: String) {
    _ = write(text + "\n", to: STDERR_FILENO)
  }

  /// Writes part of a line of a progress display.
  static func progress(_ text: String) {
    _ = write(text, to: STDERR_FILENO)
  }

  /// Whether messages are read by a person at a terminal.
  static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

  /// The log of a command: warnings and notes, on standard error.
  static let log: Logger = {
    var logger = Logger(label: "lacuna") { _ in MessageHandler() }
    logger.logLevel = .info
    return logger
  }()

  /// Writes all of a text and returns the system's error, or 0; `FileHandle` would trap instead.
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    write(Array(text.utf8), to: descriptor)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Foundation.write(
          descriptor,
          UnsafeRawBufferPointer(rebasing: rest).baseAddress,
          rest.count
        )
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return errno }
        rest = rest.dropFirst(count)
      }
      return 0
    }
  }
}

/// A result that could not be written to standard output.
struct OutputError: LacunaError, Equatable {
  /// The system's number for it.
  let code: Int32

  var category: ErrorCategory { .ioError }
  /// Whether the reader went away, as `head` does; not worth a message.
  var isClosedPipe: Bool { code == EPIPE }
  var description: String {
    "cannot write the result to standard output: \(String(cString: strerror(code)))"
  }
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
