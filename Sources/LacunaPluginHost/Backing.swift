/// Where a plugin's tables are.
enum Backing<Table>: @unchecked Sendable {
  /// In this process; never changed, and valid until the process ends.
  case table(UnsafePointer<Table>)
  /// In a child process.
  case worker(PluginWorker)
}
