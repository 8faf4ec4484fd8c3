import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaSketching

/// Checks of what a measurement asks for, and of what it gives.
enum NeedChecks {
  /// One output named `value`, a real scalar or vector, or an error.
  static func result(_ context: CheckContext) throws {
    for probed in try ProbedMeasurement.all(context) {
      for (profile, learner) in probed.profiles {
        if case .broken(let reason) = try probed.probe(learner).outcome {
          throw Finding("\(probed.name), with outputs for a \(profile.rawValue): \(reason)")
        }
      }
    }
  }

  /// It asks for nothing but its needs.
  static func declared(_ context: CheckContext) throws {
    for probed in try ProbedMeasurement.all(context) {
      let needs = probed.measurement.descriptor.needs
      for (_, learner) in probed.profiles {
        for input in try probed.probe(learner).inputs {
          let (isDeclared, need) =
            switch input.role {
            case LACUNA_ROLE_OUTPUT:
              (needs.contains(.output(input.name)), "output:\(input.name)")
            case LACUNA_ROLE_BASE_OUTPUT:
              (needs.contains(.baseOutput(input.name)), "base-output:\(input.name)")
            case LACUNA_ROLE_PARAMETER: (needs.contains(.parameters), "parameters")
            case LACUNA_ROLE_BASE: (needs.contains(.baseParameters), "base-parameters")
            default: (false, "input '\(input.name)' of role \(input.role)")
            }
          if isDeclared { continue }
          throw Finding(
            "\(probed.name) asks for \(need), which is not among its needs "
              + needs.map(\.description).quotedList
          )
        }
      }
    }
  }

  /// Something that is missing is the host's error.
  static func missing(_ context: CheckContext) throws {
    var count = 0
    for probed in try ProbedMeasurement.all(context) {
      for name in probed.outputs.sorted() {
        for (_, learner) in probed.profiles {
          var outputs = learner.outputs
          outputs[name] = nil
          // A learner names at least one output.
          if outputs.isEmpty { outputs["something-else"] = .reals([2]) }
          let probing = try probed.probe(ProbeLearner(outputs: outputs))
          count += 1
          switch probing.outcome {
          case .refused: continue
          case .traced where !probing.wasRefused: continue
          case .traced, .broken:
            throw Finding(
              "\(probed.name): without the output '\(name)' it returns success instead of the host's error"
            )
          }
        }
      }
    }
    if count == 0 { throw NotApplicable("no measurement needs an output") }
  }

  /// Shapes that nobody expects give a result or an error.
  static func strange(_ context: CheckContext) throws {
    for probed in try ProbedMeasurement.all(context) where !probed.outputs.isEmpty {
      var random = CheckRandom(seed: context.seed)
      let function = try probed.make()
      for _ in 0..<40 {
        let learner = ProbeLearner(strange: probed.outputs, &random)
        if case .broken(let reason) = try probed.probe(learner, function).outcome {
          throw Finding("\(probed.name), with outputs \(learner.outputs): \(reason)")
        }
      }
    }
  }

  /// What was traced before does not matter.
  static func memory(_ context: CheckContext) throws {
    for probed in try ProbedMeasurement.all(context) {
      let function = try probed.make()
      func digests() throws -> [String] {
        try probed.profiles.map { _, learner in
          switch try probed.probe(learner, function).outcome {
          case .traced(let query, _): query.programDigest
          case .refused, .broken: "none"
          }
        }
      }
      let first = try digests()
      let other = try probed.make()
      for (_, learner) in probed.profiles.reversed() {
        _ = try probed.probe(learner, other)
        _ = try probed.probe(learner, function)
      }
      guard try digests() == first else {
        throw Finding("\(probed.name): what it gives depends on what was measured before")
      }
    }
  }
}
