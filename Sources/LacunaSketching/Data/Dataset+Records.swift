import LacunaProtocols

extension Dataset {
  /// The same data with other records, for checks that exchange them.
  package init(_ records: [Record], like other: Dataset) {
    path = other.path
    format = other.format
    digest = other.digest
    self.records = records
    countInFile = records.count
  }

  /// Data that comes from no file.
  package init(madeUp records: [Record], format: DataFormat) {
    path = "made-up records"
    self.format = format
    digest = ""
    self.records = records
    countInFile = records.count
  }
}
