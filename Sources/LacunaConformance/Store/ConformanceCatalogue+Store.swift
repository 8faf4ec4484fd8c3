/// Checks of stores.
extension ConformanceCatalogue {
  static let store: [ConformanceCheck] = [
    storing(
      "round-trip",
      "8.3",
      "what was written is read, to the last bit",
      StoreChecks.roundTrip
    ),
    storing(
      "missing-blobs",
      "8.4",
      "what is absent can be asked for and removed",
      StoreChecks.missing
    ),
    storing("listing", "8.5", "every blob is listed once", StoreChecks.listing),
    storing(
      "overwriting",
      "8.3",
      "a write replaces all of what was there",
      StoreChecks.overwriting
    ),
    storing(
      "exists",
      "8.5",
      "'exists' tells whether anything was stored, and changes nothing",
      StoreChecks.exists
    ),
    storing(
      "reopening",
      "8.8",
      "a store opened again has all, and can be extended",
      StoreChecks.reopening
    ),
    storing(
      "instances",
      "8.7",
      "two that have it open see what the other writes",
      StoreChecks.instances
    ),
    storing("bad-names", "8.2", "names that are no names are refused", StoreChecks.names),
    storing(
      "concurrent-readers",
      "8.7",
      "readers beside a writer see each blob whole, in two processes",
      SharingChecks.readers
    ),
    storing(
      "lock",
      "8.6",
      "one process at a time may write, and its right ends with it",
      SharingChecks.lock
    ),
    storing(
      "kill",
      "8.1",
      "a writer that is killed leaves whole blobs",
      SharingChecks.kill
    ),
    storing(
      "corrupted-bytes",
      "8.9",
      "bytes changed behind its back are given as they are, or are an error",
      StoreChecks.corruption
    ),
  ]

  static let storeRoutines = [
    StoreRoutines.reading, StoreRoutines.writing, StoreRoutines.watching, StoreRoutines.locking,
  ]

  private static func storing(
    _ name: String,
    _ clause: String,
    _ summary: String,
    _ body: @escaping @Sendable (CheckContext) throws -> Void
  ) -> ConformanceCheck {
    ConformanceCheck(.store, name, .must, clause: clause, summary, timeout: 60, body: body)
  }
}
