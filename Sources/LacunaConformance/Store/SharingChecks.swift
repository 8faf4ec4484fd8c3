import Dispatch
import Foundation
import LacunaPluginHost
import LacunaProtocols
import Synchronization

/// Checks of stores that several use at once, or that lose their process.
enum SharingChecks {
  /// Readers of this process and of another see whole blobs beside a writer.
  static func readers(_ context: CheckContext) throws {
    try StoreSubject.each(context) { subject in
      let job = StoreRoutines.Writing(
        place: subject.place,
        seed: context.seed,
        names: 3,
        count: 60_000,
        writes: 300,
        seconds: 10,
        reports: false
      )
      // The place is made before there are readers.
      let own = try subject.open()
      try own.write("manifest.json", [1])
      let reader = try context.child(StoreRoutines.watching.name, job)
      let _: Bool = try reader.report()
      let writer = try context.child(StoreRoutines.writing.name, job)
      let failure = Mutex<(any Error)?>(nil)
      let other = try subject.open()
      let shared = [own, own, other]
      DispatchQueue.concurrentPerform(iterations: shared.count) { number in
        do {
          _ = try StoreRoutines.watch(shared[number], job)
        } catch {
          failure.withLock { $0 = $0 ?? error }
        }
      }
      if let error = failure.withLock({ $0 }) { throw error }
      let _: Int = try writer.result()
      let _: Int = try reader.result()
    }
  }

  /// One process at a time may write; the right ends with its process.
  static func lock(_ context: CheckContext) throws {
    try StoreSubject.each(context) { subject in
      let store = try subject.open()
      let holder = try context.child(StoreRoutines.locking.name, subject.place)
      let first: String = try holder.report()
      guard first.isEmpty else { throw Finding("nobody holds the lock, and it is refused") }
      try refused(store, "while another process holds it")
      try refused(subject.open(), "while another process holds it, by another instance")
      holder.kill()
      do {
        let lock = try store.lock()
        let other = try context.child(StoreRoutines.locking.name, subject.place)
        let answer: String = try withExtendedLifetime(lock) { try other.report() }
        try expectTemporary(answer.isEmpty ? nil : Int32(answer), "while this process holds it")
      } catch let error as PluginError {
        throw Finding("after the process that held the lock was killed: \(error)")
      }
      let next = try context.child(StoreRoutines.locking.name, subject.place)
      let answer: String = try next.report()
      guard answer.isEmpty else { throw Finding("a lock that was given up is still refused") }
    }
  }

  private static func refused(_ store: any SketchStore, _ words: String) throws {
    do {
      let lock = try store.lock()
      withExtendedLifetime(lock) {}
    } catch {
      return try expectTemporary((error as? any LacunaError)?.category.rawValue ?? 0, words)
    }
    try expectTemporary(nil, words)
  }

  private static func expectTemporary(_ code: Int32?, _ words: String) throws {
    guard let code else { throw Finding("the lock is given \(words)") }
    guard code == ErrorCategory.temporary.rawValue else {
      throw Finding(
        "the lock is refused \(words) with code \(code), expected \(ErrorCategory.temporary.rawValue)"
      )
    }
  }

  /// A writer that is killed leaves whole blobs.
  static func kill(_ context: CheckContext) throws {
    try StoreSubject.each(context) { subject in
      var random = CheckRandom(seed: context.seed)
      for round in 0..<12 {
        let job = StoreRoutines.Writing(
          place: subject.place,
          seed: context.seed &+ UInt64(round),
          names: 2,
          count: 1_200_000,
          writes: 8,
          reports: true
        )
        let writer = try context.child(StoreRoutines.writing.name, job)
        let last = Int.random(in: 0...4, using: &random)
        while try writer.report(as: Int.self) < last {}
        // Somewhere in the write, or just after it.
        usleep(UInt32.random(in: 0...4000, using: &random))
        writer.kill()
        let store = try subject.open()
        for name in try store.list() {
          guard let bytes = try store.read(name) else {
            throw Finding("after a kill blob '\(name)' is listed, and not there")
          }
          _ = try WholeBlob.number(of: bytes, named: name)
        }
        // Whatever the killed one held is free.
        let lock = try store.lock()
        try withExtendedLifetime(lock) {
          try store.write("shards/after", WholeBlob.make(UInt64(round), count: 100))
        }
      }
    }
  }
}
