import CLibFFI
import FoundationEssentials
import LacunaProtocols
import LacunaStores
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A plain C library that a manifest describes, loaded until the process ends.
final class ForeignLibrary: @unchecked Sendable {
  /// Where it was found.
  let path: String
  /// The digest of its file.
  let digest: String
  /// Taken around calls where the library is not made for several threads.
  let lock: ForeignLock?
  /// The child process that it is in, if it is in one.
  let worker: PluginWorker?
  private let manifest: String
  /// From `dlopen`, never closed; nil in a child process.
  private let handle: UnsafeMutableRawPointer?

  /// Loads the library of a manifest, here or in a process of its own.
  ///
  /// - Throws: ``ForeignFunctionError``.
  convenience init(
    _ manifest: ForeignManifest,
    _ options: ForeignOptions
  ) throws(ForeignFunctionError) {
    if let isolation = options.isolation {
      try self.init(manifest, trusting: options.trustsManifests, isolation)
    } else {
      try self.init(manifest, trusting: options.trustsManifests)
    }
  }

  /// Has a child process load the library of a manifest.
  private init(
    _ manifest: ForeignManifest,
    trusting: Bool,
    _ isolation: PluginIsolation
  ) throws(ForeignFunctionError) {
    let worker = PluginWorker(path: manifest.path, isolation)
    (path, digest) = try worker.loadForeign(trusting: trusting)
    self.manifest = manifest.path
    self.worker = worker
    handle = nil
    // One request at a time goes to the process anyway.
    lock = nil
  }

  /// Loads the library of a manifest.
  ///
  /// - Throws: ``ForeignFunctionError``.
  init(_ manifest: ForeignManifest, trusting: Bool) throws(ForeignFunctionError) {
    self.manifest = manifest.path
    worker = nil
    let name: String
    if let library = manifest.contents.library {
      name = try Self.file(library, manifest)
    } else {
      name = manifest.contents.systemLibrary ?? ""
      guard trusting else {
        throw .library(
          manifest: manifest.path,
          library: name,
          reason:
            "it is a library of the system, which cannot confirm what the manifest says; if you "
            + "are sure of it, give --trust-manifest"
        )
      }
    }
    guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else {
      throw .library(
        manifest: manifest.path,
        library: name,
        reason: dlerror().map { String(cString: $0) } ?? "the dynamic linker gives no reason"
      )
    }
    self.handle = handle
    path = name.hasPrefix("/") ? name : Self.origin(handle, manifest) ?? name
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw .library(
        manifest: manifest.path,
        library: name,
        reason: "its file \(path) cannot be read"
      )
    }
    digest = SHA256Digest.of([UInt8](bytes))
    lock = manifest.contents.threadSafe == true ? nil : ForeignLock.of(path)
  }

  /// The absolute path of a file that lies below the manifest's folder, links resolved.
  private static func file(
    _ library: String,
    _ manifest: ForeignManifest
  ) throws(ForeignFunctionError) -> String {
    let slash = manifest.path.lastIndex(of: "/") ?? manifest.path.startIndex
    let folder = PluginLocator.resolved(String(manifest.path[..<slash]) + "/") ?? "/"
    guard let path = PluginLocator.resolved("\(folder)/\(library)") else {
      throw .library(
        manifest: manifest.path,
        library: library,
        reason: "there is no such file in \(folder); build it first"
      )
    }
    guard path.hasPrefix(folder + "/") else {
      throw .library(
        manifest: manifest.path,
        library: library,
        reason: "it leads to \(path), outside the folder of the manifest"
      )
    }
    return path
  }

  /// The file that a library of the system was loaded from.
  private static func origin(
    _ handle: UnsafeMutableRawPointer,
    _ manifest: ForeignManifest
  ) -> String? {
    let functions =
      (manifest.contents.measurements ?? []).map(\.signature)
      + (manifest.contents.learners ?? []).flatMap { [$0.train.signature, $0.predict.signature] }
    for text in functions {
      guard let name = (try? Signature(text))?.name, let address = dlsym(handle, name) else {
        continue
      }
      if let file = lf_file_of(address) {
        return PluginLocator.resolved(String(cString: file))
      }
    }
    return nil
  }

  /// The address of a function whose signature is believed.
  ///
  /// - Throws: ``ForeignFunctionError`` when it is missing, or the library does not repeat it.
  func address(
    of signature: Signature,
    trusting: Bool
  ) throws(ForeignFunctionError) -> UnsafeMutableRawPointer {
    guard let address = dlsym(handle, signature.name) else {
      throw .noSymbol(library: path, symbol: signature.name, isData: false)
    }
    guard lf_is_function(address) != 0 else {
      throw .noSymbol(library: path, symbol: signature.name, isData: true)
    }
    try confirm(signature, trusting: trusting)
    return address
  }

  /// Compares a signature with what the companion symbol says; one that contradicts is never trusted.
  private func confirm(
    _ signature: Signature,
    trusting: Bool
  ) throws(ForeignFunctionError) {
    let symbol = "lacuna_signature_\(signature.name)"
    guard let companion = dlsym(handle, symbol), lf_is_function(companion) != 0 else {
      guard trusting else {
        throw .unconfirmed(manifest: manifest, library: path, signature: signature.description)
      }
      return
    }
    typealias Companion = @convention(c) () -> UnsafePointer<CChar>?
    let text = unsafeBitCast(companion, to: Companion.self)().map { String(cString: $0) } ?? ""
    let said = try? Signature(text)
    guard said == signature else {
      throw .contradicted(
        manifest: manifest,
        library: path,
        found: said?.description ?? text,
        expected: signature.description
      )
    }
  }
}

/// Lets one thread at a time into a library.
final class ForeignLock: Sendable {
  private static let known = Mutex<[String: ForeignLock]>([:])
  private let mutex = Mutex(())

  /// The lock of the library at a path.
  static func of(_ path: String) -> ForeignLock {
    known.withLock { known in
      let lock = known[path] ?? ForeignLock()
      known[path] = lock
      return lock
    }
  }

  /// Runs something while no other thread is in the library.
  func locked(_ body: () -> Void) { mutex.withLock { _ in body() } }
}
