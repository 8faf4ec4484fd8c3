import LacunaPluginHost

/// How the child processes of checks are started: an executable that answers to ``CheckWorker``.
public struct CheckLauncher: Hashable, Sendable, Codable {
  /// The absolute path of the executable, usually the running one.
  public var executable: String
  /// The arguments that make it a ``CheckWorker``.
  public var arguments: [String]
  /// The bytes of addresses that a child may map.
  public var memoryLimit: UInt64
  /// The bytes of output and errors that a child may write.
  public var outputLimit: Int

  /// A launcher of these parts: 4 GiB of memory and 4 MiB of output, unless said otherwise.
  public init(
    executable: String,
    arguments: [String],
    memoryLimit: UInt64 = 4 << 30,
    outputLimit: Int = 4 << 20
  ) {
    self.executable = executable
    self.arguments = arguments
    self.memoryLimit = memoryLimit
    self.outputLimit = outputLimit
  }

  /// Starts a child and gives it its job.
  func start(_ job: CheckJob) throws(ChildError) -> ChildProcess {
    let child = try ChildProcess(executable, arguments, outputLimit: outputLimit)
    do {
      try child.channel.send(job.encoded())
    } catch .closed {
      // How it ended is found out by whoever waits for an answer.
    }
    return child
  }
}
