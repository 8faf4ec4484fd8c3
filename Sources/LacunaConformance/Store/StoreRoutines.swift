import Foundation
import LacunaPluginHost
import LacunaProtocols

/// What checks of stores have done in other processes.
enum StoreRoutines {
  /// What a writer is told.
  struct Writing: Codable {
    var place: StorePlace
    var seed: UInt64
    var names: Int
    var count: Int
    /// How many writes; it ends after the last of them, whose number readers wait for.
    var writes: Int
    /// The seconds after which all but the last are left out: a disk may be slow.
    var seconds = 3600.0
    /// The same as a duration.
    var limit: Duration { .seconds(seconds) }
    /// Whether each write is announced.
    var reports: Bool
  }

  private static func open(
    _ call: RoutineCall,
    _ place: StorePlace
  ) throws -> any SketchStore {
    let stores = try call.context.library().stores
    guard let store = stores.first(where: { $0.descriptor.name == place.store }) else {
      throw Finding("another process does not find the store '\(place.store)'")
    }
    return try store.open(place.location)
  }

  /// The number of bytes of each blob.
  static let reading = CheckRoutine("store-reading") { call in
    let store = try open(call, call.argument(as: StorePlace.self))
    var counts: [String: Int] = [:]
    for name in try store.list() { counts[name] = try store.read(name)?.count ?? -1 }
    return counts
  }

  /// Writes blobs that tell whether they are whole, and can say so before each.
  static let writing = CheckRoutine("store-writing") { call in
    let job: Writing = try call.argument()
    let store = try open(call, job.place)
    var random = CheckRandom(seed: job.seed)
    // Made before, so that nearly all of the time is spent in writing.
    let blobs = (0..<job.writes).map { write in
      let count = Int.random(in: max(job.count / 2, 16)...job.count, using: &random)
      return WholeBlob.make(UInt64(write), count: count)
    }
    let lock = try store.lock()
    let begin = ContinuousClock.now
    for (write, blob) in blobs.enumerated()
    where write == blobs.count - 1 || begin.duration(to: .now) < job.limit {
      if job.reports { try call.report(write) }
      try withExtendedLifetime(lock) { try store.write("shards/\(write % job.names)", blob) }
    }
    return job.writes
  }

  /// Reads blobs over and over, until a last one is there.
  static let watching = CheckRoutine("store-watching") { call in
    let job: Writing = try call.argument()
    try call.report(true)
    return try watch(open(call, job.place), job)
  }

  /// Reads blobs until the last write is seen; each has to be whole, and none older than before.
  static func watch(_ store: any SketchStore, _ job: Writing) throws -> Int {
    var newest = [Int](repeating: -1, count: job.names)
    var seen = [[UInt8]](repeating: [], count: job.names)
    var reads = 0
    while newest.max() ?? 0 < job.writes - 1 {
      for index in 0..<job.names {
        let name = "shards/\(index)"
        guard let bytes = try store.read(name) else {
          guard newest[index] < 0 else { throw Finding("blob '\(name)' was there, and is gone") }
          continue
        }
        // Looking closely takes time, in which nothing is seen.
        if bytes == seen[index] { continue }
        let number = Int(try WholeBlob.number(of: bytes, named: name))
        seen[index] = bytes
        guard number >= newest[index] else {
          throw Finding("blob '\(name)' is that of write \(number), after that of \(newest[index])")
        }
        newest[index] = number
        reads += 1
      }
      _ = try store.list()
    }
    return reads
  }

  /// Takes the right to write, says whether it got it, and keeps it until it is ended.
  static let locking = CheckRoutine("store-locking") { call in
    let store = try open(call, call.argument(as: StorePlace.self))
    do {
      let lock = try store.lock()
      try call.report("")
      withExtendedLifetime(lock) { while true { _ = pause() } }
    } catch let error as any LacunaError {
      try call.report("\(error.category.rawValue)")
    }
    return 0
  }
}
