import Foundation
import Synchronization

/// Whether somebody asked the command to stop: by Control-C, or a signal to end.
enum Interruption {
  private static let flag = Atomic(false)

  /// Whether it was asked to stop.
  static var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// Catches the signals; the second Control-C ends the process at once.
  static func install() {
    // Whoever started the process may have blocked them, which a child inherits.
    var caught = sigset_t()
    sigemptyset(&caught)
    for number in [SIGINT, SIGTERM] {
      sigaddset(&caught, number)
      signal(number) { number in
        if Interruption.flag.exchange(true, ordering: .relaxed) { _exit(128 + number) }
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &caught, nil)
    // A file-size limit is reported as an error of the write, not as the end of the process.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
  }
}
