/// Mini-batches that a learner leaves to its configuration.
extension Batching {
  /// The keys `batch`, `epochs`, `order` and `shuffle-seed`.
  public static func fields(size: Int, epochs: Int) -> [ConfigurationField] {
    [
      .integer("batch", default: size, in: 1...1_000_000_000, "examples of a mini-batch, at most"),
      .integer("epochs", default: epochs, in: 1...1_000_000, "times through the data"),
      .string(
        "order",
        default: "shuffled",
        choices: ["shuffled", "file"],
        "of the examples in an epoch"
      ),
      .integer(
        "shuffle-seed",
        default: 0,
        in: 0...1_000_000_000,
        "of the order, when it is shuffled"
      ),
    ]
  }

  /// The batches that the keys of ``fields(size:epochs:)`` describe.
  ///
  /// - Throws: ``ConfigurationError`` when the schema lacks one of them.
  public init(_ configuration: Configuration) throws(ConfigurationError) {
    let seed = UInt64(clamping: try configuration.integer("shuffle-seed"))
    self.init(
      size: try configuration.integer("batch"),
      epochs: try configuration.integer("epochs"),
      order: try configuration.string("order") == "file" ? .file : .shuffled(seed: seed)
    )
  }
}
