import Foundation
import LacunaProtocols

/// A place opened by a store in a child process.
final class IsolatedStore: SketchStore {
  let location: String
  private let handle: WorkerHandle

  init(_ worker: PluginWorker, name: String, location: String) throws(PluginError) {
    // The process has its own working directory, but relative places mean the same there.
    let request = WorkerRequest.openStore(name: name, location: location)
    guard case .handle(let number) = try worker.call(request, "opened a store") else {
      throw worker.unexpected("opened a store")
    }
    self.location = "\(name):\(location)"
    handle = WorkerHandle(worker, number)
  }

  func exists() throws -> Bool {
    guard case .answer(let answer) = try call(.exists(store: handle.number)) else { throw surprise }
    return answer
  }

  func list() throws -> [String] {
    guard case .names(let names) = try call(.list(store: handle.number)) else { throw surprise }
    return names.sorted()
  }

  func read(_ name: String) throws -> [UInt8]? {
    guard case .blob(let blob) = try call(.read(store: handle.number, name: name)) else {
      throw surprise
    }
    return blob.map { [UInt8]($0) }
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    _ = try call(.write(store: handle.number, name: name, bytes: Data(bytes)))
  }

  func remove(_ name: String) throws {
    _ = try call(.remove(store: handle.number, name: name))
  }

  func lock() throws -> any SketchStoreLock {
    guard case .handle(let number) = try call(.lock(store: handle.number)) else { throw surprise }
    return Lock(store: self, handle: WorkerHandle(handle.worker, number))
  }

  private func call(_ request: WorkerRequest) throws(PluginError) -> WorkerResponse {
    try handle.worker.call(request, "used as a store")
  }

  private var surprise: PluginError { handle.worker.unexpected("used as a store") }

  /// The right to write, given up with the last reference; it keeps its store open.
  private final class Lock: SketchStoreLock {
    private let store: IsolatedStore
    private let handle: WorkerHandle

    init(store: IsolatedStore, handle: WorkerHandle) {
      self.store = store
      self.handle = handle
    }
  }
}
