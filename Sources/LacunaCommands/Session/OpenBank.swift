import LacunaProtocols
import LacunaSketching
import LacunaStores
import Logging

/// The bank of retrains that a command uses, with the lock of its store where it has one of its own.
struct OpenBank {
  let bank: RetrainBank
  private let lock: (any SketchStoreLock)?

  /// Opens the bank at a place, or that in the sketch.
  ///
  /// - Throws: what is wrong with the bank, or that another process writes to the place that was named.
  init(_ place: String?, _ session: SketchSession, _ problem: RetrainedProblem) throws {
    guard let place else {
      // The sketch is locked already, if it can be; retrains that cannot be kept are done all the same.
      lock = nil
      let isWritable = session.archive.isWritable
      bank = try RetrainBank(
        in: session.archive.store,
        of: problem,
        isWritable: isWritable,
        isRequired: false
      )
      if !isWritable { warn("another process writes to it, or it may not be written to") }
      return
    }
    let store = try session.registry.open(store: place)
    // First a look: a place that is no bank's is left alone.
    _ = try RetrainBank(in: store, of: problem, isWritable: false)
    lock = try store.lock()
    bank = try RetrainBank(in: store, of: problem, isWritable: true)
  }

  /// Says that retrains are not kept.
  func warn(_ reason: String) {
    Terminal.log.warning("retrains are not kept in \(bank.location): \(reason)")
  }
}
