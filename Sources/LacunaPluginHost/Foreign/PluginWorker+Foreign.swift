import LacunaProtocols
import LacunaSketching

/// Plain C libraries in a child process.
extension PluginWorker {
  /// Loads the library of the manifest at this worker's path.
  func loadForeign(
    trusting: Bool
  ) throws(ForeignFunctionError) -> (path: String, digest: String) {
    let response = try foreign("loaded", .loadForeign(manifest: path, trusting: trusting))
    guard case .foreignLibrary(let path, let digest) = response else { throw surprise("loaded") }
    return (path, digest)
  }

  /// Finds a function.
  func prepareForeign(
    _ signature: Signature,
    trusting: Bool
  ) throws(ForeignFunctionError) -> WorkerHandle {
    let request = WorkerRequest.prepareForeign(
      signature: signature.description,
      trusting: trusting
    )
    guard case .handle(let number) = try foreign("looked at", request) else {
      throw surprise("looked at")
    }
    return WorkerHandle(self, number)
  }

  /// Calls a function; what it calls back comes here while it runs.
  ///
  /// - Parameters:
  ///   - handle: the function.
  ///   - arguments: all that it is given.
  ///   - previous: what the last call that succeeded was given, which need not be sent again.
  ///   - hooks: what runs when it calls back.
  /// - Returns: what the function returned and wrote.
  /// - Throws: ``ForeignFunctionError/isolated(message:category:)``.
  func callForeign(
    _ handle: WorkerHandle,
    _ arguments: [ForeignArgument],
    after previous: [ForeignArgument],
    _ hooks: ForeignHooks
  ) throws(ForeignFunctionError) -> ForeignResult {
    let request = WorkerRequest.callForeign(
      function: handle.number,
      arguments: arguments.enumerated().map { index, argument in
        previous.indices ~= index && previous[index] == argument
          ? .unchanged : WireArgument(argument)
      },
      rows: WireRows(arguments.contains(.callback(.row)) ? hooks.rows : [])
    )
    let response = try foreign("called", request) { callback in
      switch callback {
      case .progress(let fraction): hooks.progress(fraction)
      case .log(let line): hooks.log(line)
      case .isCancelled: return hooks.isCancelled()
      }
      return nil
    }
    guard case .foreignResult(let result) = response else { throw surprise("called") }
    return result.result
  }

  private func foreign(
    _ activity: String,
    _ request: WorkerRequest,
    onCallback: (WireCallback) -> Bool? = { _ in nil }
  ) throws(ForeignFunctionError) -> WorkerResponse {
    do {
      return try call(request, activity, onCallback: onCallback)
    } catch {
      throw .isolated(message: error.description, category: error.category)
    }
  }

  private func surprise(_ activity: String) -> ForeignFunctionError {
    let error = unexpected(activity)
    return .isolated(message: error.description, category: error.category)
  }
}
