import LacunaPluginKit

/// Logistic regression on a table: the column `label` from all others.
///
/// With two classes there is one vector of weights, with more there is one for each. The loss of a
/// mini-batch of B examples is (1/B) Σ weight_i · loss_i + l2/2 · ‖weights‖²: the second term does not depend
/// on which examples are there, and has no part of the bias.
public struct LogisticRegression: LearnerPlugin {
  /// The choices of the configuration.
  let settings: Settings
  /// The classes.
  let label: LabelColumn
  /// What they are predicted from.
  let features: FeatureColumns

  /// What it is called, and what it takes.
  public static let descriptor = LearnerDescriptor(
    name: "logistic-regression",
    summary: "Binary or multinomial logistic regression on a table",
    version: "1.0",
    schema: Settings.schema,
    dataFormat: .csv
  )

  /// A model of the classes and columns of these records.
  public init(configuration: Configuration, records: [Record]) throws {
    settings = try Settings(configuration)
    label = try LabelColumn(records, name: settings.label)
    features = try FeatureColumns(
      records,
      except: [settings.label] + settings.ignored,
      standardized: settings.isStandardized
    )
    if settings.optimizer == nil {
      try Newton.check(unknowns: vectorCount * (features.count + 1))
    }
  }

  /// The number of vectors of weights.
  var vectorCount: Int { label.classes.count == 2 ? 1 : label.classes.count }

  private var parameters: [StateTensor] {
    [
      .parameter("weights", [vectorCount, features.count], .zeros),
      .parameter("bias", [vectorCount], .zeros),
    ]
  }

  /// The parameters, all zero at first, and what the optimiser keeps for them.
  public var state: [StateTensor] {
    parameters + (settings.optimizer?.slots(for: parameters) ?? [])
  }

  /// A row as `x` and, where it has the label, the index of its class, `target`.
  public func encode(_ record: Record) throws -> [ExampleTensor] {
    let x = ExampleTensor("x", reals: try features.values(record))
    guard record[label.name] != nil else { return [x] }
    return [x, ExampleTensor("target", integers: [try label.index(record)], shape: [])]
  }

  /// Full batches for gradient descent and Newton's method, else mini-batches.
  public func schedule(exampleCount: Int, stepCount: Int?) throws -> Schedule {
    let batches = settings.batches(exampleCount: exampleCount)
    return settings.optimizer?.schedule(batches, exampleCount: exampleCount, stepCount: stepCount)
      ?? Schedule(batches.steps(exampleCount: exampleCount, stepCount: stepCount))
  }

  /// One step of the optimiser, or of Newton's method.
  public func step(_ trace: StepTrace) {
    let model = Model { trace.state($0) }
    let logits = model.logits(trace.batch("x"))
    let losses = crossEntropy(logits: logits, targets: trace.batch("target"))
    let penalty = square(model.weights).sum() * (settings.l2 / 2)
    let loss = trace.weightedMean(losses) + penalty
    if let optimizer = settings.optimizer {
      optimizer.minimize(loss, ["weights", "bias"], in: trace)
    } else {
      Newton(model: model, l2: settings.l2).step(loss, logits: logits, in: trace)
    }
  }

  /// The logits and probabilities of the classes and, where the record has the label, its index and the loss.
  public func forward(_ trace: ForwardTrace) {
    let model = Model { trace.parameter($0) }
    let logits = model.logits(trace.example("x").expanded(at: 0)).reshaped(to: [-1])
    trace.output("logits", logits)
    trace.output("probabilities", softmax(logits))
    guard trace.exampleNames.contains("target") else { return }
    let targets = trace.example("target")
    trace.output("targets", targets)
    trace.output("loss", crossEntropy(logits: logits, targets: targets))
  }
}
