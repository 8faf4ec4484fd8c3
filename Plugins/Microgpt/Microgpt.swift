import LacunaPluginKit

/// A character-level transformer small enough to read.
///
/// It is Andrej Karpathy's microgpt, as sketched in "How to sketch a learning algorithm" (S. Gunn,
/// arXiv 2604.07328). Documents are lines of text. Each step trains on one document, in the order of the data.
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

  /// One document a step.
  public func schedule(exampleCount: Int, stepCount: Int?) throws -> Schedule {
    optimizer.schedule(Batching(), exampleCount: exampleCount, stepCount: stepCount)
  }

  /// Adam on the loss of the step's document.
  public func step(_ trace: StepTrace) {
    let model = Model(options) { trace.state($0) }
    let (tokens, targets) = (trace.batch("tokens"), trace.batch("targets"))
    let length = tokens.dimension(1)  // the batch is one document
    let logits = model.logits(tokens.reshaped(to: [length]))
    let losses = crossEntropy(logits: logits, targets: targets.reshaped(to: [length]))
    let loss = trace.weightedMean(losses.mean(keepingDimensions: true))
    optimizer.minimize(loss, parameters.map(\.name), in: trace)
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
}
