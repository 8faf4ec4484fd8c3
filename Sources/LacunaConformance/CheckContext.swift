import LacunaPluginHost

/// What a check works with, in its child process.
public struct CheckContext: Sendable {
  /// The absolute path of the library.
  public let path: String
  /// From which all random choices of a check are drawn.
  public let seed: UInt64
  /// An empty folder of its own, removed afterwards.
  public let scratch: String
  /// The data and the settings that somebody gave with the command.
  public let material: Material
  /// How further child processes are started; nil where there can be none.
  public let launcher: CheckLauncher?

  /// What somebody gave to check learners with.
  public struct Material: Hashable, Sendable, Codable {
    /// The path of a data file.
    public var data: String?
    /// Settings, each `KEY=VALUE`.
    public var settings: [String] = []
    /// How many examples to take from the start of the data.
    public var examples: Int?

    /// Nothing given, unless said otherwise.
    public init(data: String? = nil, settings: [String] = [], examples: Int? = nil) {
      self.data = data
      self.settings = settings
      self.examples = examples
    }
  }

  /// A context of these parts.
  public init(
    path: String,
    seed: UInt64,
    scratch: String,
    material: Material = Material(),
    launcher: CheckLauncher? = nil
  ) {
    self.path = path
    self.seed = seed
    self.scratch = scratch
    self.material = material
    self.launcher = launcher
  }

  /// The library, loaded and checked; loading twice gives the same one.
  ///
  /// - Throws: ``NotApplicable`` when it cannot be loaded, which is the finding of another check.
  public func library() throws(NotApplicable) -> PluginLibrary {
    do {
      return try PluginLibrary.load(path)
    } catch {
      throw NotApplicable("the library cannot be loaded; see library/loads")
    }
  }
}
