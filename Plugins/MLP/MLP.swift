import LacunaPluginKit

/// A multi-layer perceptron on a table: the column `label` from all others.
public struct MLP: LearnerPlugin {
  /// The choices of the configuration.
  let settings: Settings
  /// What is predicted.
  let target: Target
  /// What it is predicted from.
  let features: FeatureColumns

  /// What it is called, and what it takes.
  public static let descriptor = LearnerDescriptor(
    name: "mlp",
    summary: "A multi-layer perceptron on a table, for classes or numbers",
    version: "1.0",
    schema: Settings.schema,
    dataFormat: .csv
  )

  /// A network for the target and columns of these records.
  public init(configuration: Configuration, records: [Record]) throws {
    settings = try Settings(configuration)
    target = try Target(settings, records)
    features = try FeatureColumns(
      records,
      except: [settings.label] + settings.ignored,
      standardized: settings.isStandardized
    )
  }

  /// The layers of the network.
  private var layers: [Layer] {
    let widths = [features.count] + settings.hidden + [target.width]
    return zip(widths, widths.dropFirst()).enumerated().map { index, ends in
      Layer(index: index, inputs: ends.0, outputs: ends.1)
    }
  }

  private var parameters: [StateTensor] { layers.flatMap { $0.parameters(settings.spread) } }

  /// The parameters, and what the optimiser keeps for them.
  public var state: [StateTensor] { parameters + settings.optimizer.slots(for: parameters) }

  /// A row as `x` and, where it has the label, `target`: the index of a class, or a number.
  public func encode(_ record: Record) throws -> [ExampleTensor] {
    let x = ExampleTensor("x", reals: try features.values(record))
    return record[settings.label] == nil ? [x] : [x, try target.encode(record)]
  }

  /// Mini-batches, and with dropout what decides which units a step leaves out.
  public func schedule(exampleCount: Int, stepCount: Int?) throws -> Schedule {
    let schedule = settings.optimizer.schedule(
      settings.batching,
      exampleCount: exampleCount,
      stepCount: stepCount
    )
    return settings.dropout?.added(to: schedule) ?? schedule
  }

  /// One step of the optimiser on the mean loss of a mini-batch.
  public func step(_ trace: StepTrace) {
    let outputs = outputs(trace.batch("x"), { trace.state($0) }) { hidden, layer in
      settings.dropout?.applied(to: hidden, layer: layer, in: trace) ?? hidden
    }
    let loss = trace.weightedMean(target.losses(outputs, trace.batch("target")))
    settings.optimizer.minimize(loss, parameters.map(\.name), in: trace)
  }

  /// For classes their logits and probabilities, for a number the prediction; where the record has the label,
  /// that and the loss.
  public func forward(_ trace: ForwardTrace) {
    let row = trace.example("x").expanded(at: 0)
    target.name(outputs(row, { trace.parameter($0) }) { hidden, _ in hidden }, in: trace)
  }

  /// Rows [B, p] to outputs [B, width]; `change` is applied to each hidden layer.
  private func outputs(
    _ x: Tensor,
    _ parameter: (String) -> Tensor,
    change: (Tensor, Int) -> Tensor
  ) -> Tensor {
    let layers = layers
    var values = x
    for layer in layers {
      values = layer.applied(to: values, parameter)
      guard layer.index < layers.count - 1 else { break }
      values = change(settings.activation.apply(values), layer.index)
    }
    return values
  }
}
