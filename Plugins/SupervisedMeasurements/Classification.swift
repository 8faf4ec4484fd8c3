import LacunaPluginKit

/// A smooth stand-in for accuracy: near 1 where the target has the largest logit, near 0 where it has not.
///
/// It is the softmax margin, the target's logit less the smooth maximum of the others, through a sigmoid:
///
///     σ(s · (z_t − (1/s) log Σ_{k≠t} e^(s z_k))) = softmax(s z)_t
///
/// with sharpness s. Its mean over queries approaches their accuracy as s grows, and so does the truncation
/// of its series.
struct SoftAccuracy: MeasurementPlugin {
  static let descriptor = MeasurementDescriptor(
    name: "soft-accuracy",
    summary: "smooth accuracy: the softmax margin through a sigmoid, mean over positions",
    version: "1.0",
    schema: ConfigurationSchema([
      .number("sharpness", default: 4, in: 0.01...1000, "of the step from wrong to right")
    ]),
    needs: [.output("logits"), .output("targets")]
  )

  private let sharpness: Double

  init(configuration: Configuration) throws {
    sharpness = try configuration.number("sharpness")
  }

  func measure(_ trace: MeasurementTrace) throws {
    let (logits, targets) = try trace.classification()
    trace.result(softmax(logits * sharpness).takeAlongAxis(targets).mean())
  }
}

/// log(p/(1 − p)) with p = softmax(logits)[target].
///
/// It is z_t − log Σ_{k≠t} e^(z_k), which stays exact where p is so near 0 or 1 that it is rounded.
struct LogOdds: MeasurementPlugin {
  static let descriptor = MeasurementDescriptor(
    name: "log-odds",
    summary: "log of the target's odds p/(1 − p), mean over positions",
    version: "1.0",
    needs: [.output("logits"), .output("targets")]
  )

  init(configuration: Configuration) {}

  func measure(_ trace: MeasurementTrace) throws {
    let (logits, targets) = try trace.classification(classes: 2)
    let ones = trace.trace.filled(1, shape: targets.shape)
    let isTarget = ones.putAlongAxis(targets, size: logits.dimension(1))
    let others = select(isTarget, trace.trace.constant(-1e30), logits)
    let largest = others.max(axes: [1], keepingDimensions: true)
    let rest = log(exp(others - largest).sum(axes: [1])) + largest.reshaped(to: targets.shape)
    trace.result((logits.takeAlongAxis(targets) - rest).mean())
  }
}

/// softmax(logits), a number for each class.
struct Probabilities: MeasurementPlugin {
  static let descriptor = MeasurementDescriptor(
    name: "probabilities",
    summary: "probability of each class, mean over positions",
    version: "1.0",
    needs: [.output("logits")]
  )

  init(configuration: Configuration) {}

  func measure(_ trace: MeasurementTrace) throws {
    trace.result(softmax(try trace.logits()).mean(axes: [0]))
  }
}

/// Σ p log(p/q), p the undeleted model's distribution and q the one without the deleted examples.
struct Divergence: MeasurementPlugin {
  static let descriptor = MeasurementDescriptor(
    name: "kl-divergence",
    summary: "Kullback–Leibler divergence from the undeleted model, mean over positions",
    version: "1.0",
    needs: [.output("logits"), .baseOutput("logits")]
  )

  init(configuration: Configuration) {}

  func measure(_ trace: MeasurementTrace) throws {
    let (now, before) = (try trace.logits(), try trace.logits(ofUndeletedModel: true))
    let terms = softmax(before) * (logSoftmax(before) - logSoftmax(now))
    trace.result(terms.sum(axes: [1]).mean())
  }
}
