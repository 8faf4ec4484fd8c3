import LacunaPluginKit

/// A character-level transformer small enough to read.
///
/// It is Andrej Karpathy's microgpt, as sketched in "How to sketch a learning algorithm" (S. Gunn,
/// arXiv 2604.07328). Documents are lines of text. Each step trains on one document, or on a few that fill the
/// block, in the order of the data.
public struct Microgpt: LearnerPlugin {
  /// The choices of the configuration.
  let options: Options
  /// The characters of the training data, and the boundary.
  let vocabulary: Vocabulary
  /// Changes the parameters.
  let optimizer: Adam

  /// What it is called, and what it takes.
  public static let descriptor = LearnerDescriptor(
    name: "microgpt",
    summary: "A character-level transformer on lines of text",
    version: "1.0",
    schema: Options.schema,
    dataFormat: .lines
  )

  /// A model with the vocabulary of these records.
  public init(configuration: Configuration, records: [Record]) throws {
    options = try Options(configuration)
    vocabulary = try Vocabulary(records)
    optimizer = options.optimizer
    if options.batch > 1 { try requireBlocks(records) }
  }

  /// The parameters, and what Adam keeps for them.
  public var state: [StateTensor] { parameters + optimizer.slots(for: parameters) }

  /// A document as `tokens` and the `targets` that follow them, at most a block of each.
  public func encode(_ record: Record) throws -> [ExampleTensor] {
    let tokens = try vocabulary.tokens(record.text)
    let length = min(options.block, tokens.count - 1)
    return [
      ExampleTensor("tokens", integers: Array(tokens[..<length])),
      ExampleTensor("targets", integers: Array(tokens[1...length])),
    ]
  }

  /// A few documents a step.
  public func schedule(exampleCount: Int, stepCount: Int?) throws -> Schedule {
    optimizer.schedule(
      Batching(size: options.batch),
      exampleCount: exampleCount,
      stepCount: stepCount
    )
  }

  /// Adam on the mean loss of the step's documents.
  public func step(_ trace: StepTrace) {
    let model = Model(options) { trace.state($0) }
    let (tokens, targets) = (trace.batch("tokens"), trace.batch("targets"))
    let (size, length) = (tokens.dimension(0), tokens.dimension(1))
    let logits = model.logits(size == 1 ? tokens.reshaped(to: [length]) : tokens)
    let losses = crossEntropy(logits: logits, targets: targets.reshaped(to: [size * length]))
    let ofDocuments =
      size == 1
      ? losses.mean(keepingDimensions: true)
      : losses.reshaped(to: [size, length]).mean(axes: [-1])
    optimizer.minimize(trace.weightedMean(ofDocuments), parameters.map(\.name), in: trace)
  }

  /// The logits of each position, the tokens that follow, and the mean cross-entropy.
  public func forward(_ trace: ForwardTrace) {
    let model = Model(options) { trace.parameter($0) }
    let targets = trace.example("targets")
    let logits = model.logits(trace.example("tokens"))
    trace.output("logits", logits)
    trace.output("targets", targets)
    trace.output("loss", crossEntropy(logits: logits, targets: targets).mean())
  }

  /// Checks that all documents of a batch have one length.
  private func requireBlocks(_ records: [Record]) throws {
    for (index, record) in records.enumerated() {
      let length = try vocabulary.tokens(record.text).count - 1
      guard length < options.block else { continue }
      throw RecordError.notEncodable(
        name: Record.textFieldName,
        reason: "record \(index) has \(length) positions, its characters and the end, and batches "
          + "of \(options.batch) documents need the block of \(options.block) filled; join short "
          + "documents, lower 'block', or set 'batch' to 1"
      )
    }
  }
}
