import LacunaProtocols
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A plugin in a child process, as the host sees it.
///
/// Requests go one after another. When the process crashes, hangs, exits or floods, that is an error,
/// then and for every later request; the host goes on.
final class PluginWorker: Sendable {
  /// The path of the library.
  let path: String
  private let isolation: PluginIsolation
  private let state = Mutex(State())

  private struct State {
    var child: ChildProcess?
    var failure: PluginError?
    var ending: ChildProcess.Ending?
  }

  /// Whether it was not given the time, or was killed: the machine may be to blame.
  var mayBeInnocent: Bool {
    switch state.withLock({ $0.ending }) {
    case .timedOut, .signalled(SIGKILL): true
    default: false
    }
  }

  /// A worker for a library, run by the executable as `lacuna plugins serve`.
  init(path: String, _ isolation: PluginIsolation) {
    self.path = path
    self.isolation = isolation
  }

  /// What the library says of itself.
  func load() throws(PluginError) -> LibraryDescription {
    guard case .library(var description) = try call(.load(path: path), "loaded", atMost: 30) else {
      throw unexpected("loaded")
    }
    // Whatever the child says, it is this file.
    description.path = path
    return description
  }

  /// Asks for something and waits for the answer.
  ///
  /// - Parameters:
  ///   - request: what is asked.
  ///   - activity: what is happening, for messages: "x crashed while it was …".
  ///   - limit: the seconds that an answer may take, if less than the patience.
  ///   - onCallback: what is done when a foreign function calls back; the answer, for one that waits.
  /// - Returns: the answer, which is no failure.
  /// - Throws: ``PluginError/died(path:activity:ending:output:)``, or what the plugin threw.
  func call(
    _ request: WorkerRequest,
    _ activity: String,
    atMost limit: Double = .infinity,
    onCallback: (WireCallback) -> Bool? = { _ in nil }
  ) throws(PluginError) -> WorkerResponse {
    let seconds = min(limit, isolation.patience)
    let response = try exchange(request, activity, seconds, onCallback)
    if case .failed(let failure) = response {
      throw .reported(message: failure.message, category: failure.category)
    }
    return response
  }

  private func exchange(
    _ request: WorkerRequest,
    _ activity: String,
    _ seconds: Double,
    _ onCallback: (WireCallback) -> Bool?
  ) throws(PluginError) -> WorkerResponse {
    try state.withLock { state throws(PluginError) in
      if let failure = state.failure { throw failure }
      let child = try started(&state)
      // A word now and then over many calls is no flood.
      child.renewOutputLimit()
      do {
        try child.channel.send(Wire.encoded(request), within: seconds)
        while true {
          let frame = try child.channel.receive(
            within: seconds,
            isCancelled: isolation.isCancelled,
            hasEnded: { child.hasEnded }
          )
          guard let frame else { throw ChildError.closed }
          let response = try Wire.decoded(WorkerResponse.self, frame)
          guard case .callback(let callback) = response else { return response }
          if let answer = onCallback(callback) {
            try child.channel.send(answer ? [1] : [0], within: seconds)
          }
        }
      } catch ChildError.cancelled {
        _ = child.ended(within: 0)
        let failure = PluginError.reported(
          message: "interrupted while \(path) was \(activity)",
          category: .temporary
        )
        state.failure = failure
        state.child = nil
        throw failure
      } catch {
        // One that closed its end is about to end; one that is silent is stopped.
        let patience: Double = if case ChildError.closed = error { 5 } else { 0 }
        let ending = child.ended(within: patience)
        state.ending = ending
        let failure = PluginError.died(
          path: path,
          activity: activity,
          ending: reason(ending, error, seconds),
          output: child.output
        )
        state.failure = failure
        state.child = nil
        throw failure
      }
    }
  }

  private func started(_ state: inout State) throws(PluginError) -> ChildProcess {
    if let child = state.child { return child }
    do {
      let child = try ChildProcess(isolation.executable, ["plugins", "serve"])
      state.child = child
      return child
    } catch {
      throw .reported(message: error.description, category: error.category)
    }
  }

  private func reason(
    _ ending: ChildProcess.Ending,
    _ error: any Error,
    _ seconds: Double
  ) -> String {
    switch (ending, error) {
    case (.timedOut, ChildError.silent): "did not answer within \(seconds.formatted) s"
    case (.timedOut, _): "answered with something else than agreed (\(error))"
    default: ending.description
    }
  }

  /// What a response of another kind than agreed on is.
  func unexpected(_ activity: String) -> PluginError {
    .died(
      path: path,
      activity: activity,
      ending: "answered with something else than agreed",
      output: ""
    )
  }
}
