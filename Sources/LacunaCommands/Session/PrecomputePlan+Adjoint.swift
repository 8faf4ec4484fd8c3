import Foundation
import LacunaExecution
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Synchronization

/// Gradients through training, in place of jets of the parameters.
extension PrecomputePlan {
  /// Computes the gradients that are missing.
  ///
  /// - Parameters:
  ///   - options: what is measured, and what checkpoints may take.
  ///   - registry: the plugins.
  /// - Returns: what was done.
  /// - Throws: ``SessionError/interruptedGradients(store:found:expected:)``, or what went wrong.
  func runAdjoint(_ options: AdjointOptions, _ registry: PluginRegistry) throws -> GradientReport {
    let begin = Date()
    let targets = try options.queries.targets(registry, on: problem)
    let directions = requested.request.options.directions ?? requested.directions.count ?? 0
    let degree = requested.request.options.degree
    if directions > 0 { try GradientSketching.check(degree: degree) }
    let open = try continued(anyDegree: true)
    let bar = ProgressBar("reverse")
    defer { bar.finish() }
    let machine = try requested.request.machine.options(
      requested.request.options.precision,
      bar
    )
    var report = GradientReport(self, targets, degree: directions > 0 ? degree : 1)
    do {
      let archive = try gradients(of: targets, open, options.budget, machine, &report)
      let stored = StoredGradients(archive, problem, requested.directions)
      if directions > 0 {
        bar.finish()
        try series(stored, targets, directions, degree, options.budget, &report)
      }
    } catch  where machine.isCancelled() || error as? SketchingError == .interrupted {
      throw SessionError.interruptedGradients(
        store: store.location,
        found: report.present + report.computed,
        expected: directions
      )
    }
    report.seconds = Date().timeIntervalSince(begin)
    return report
  }

  /// The gradients themselves, of all targets that have none.
  private func gradients(
    of targets: [MeasuredQuery],
    _ open: SketchArchive?,
    _ budget: CheckpointBudget,
    _ machine: ExecutionOptions,
    _ report: inout GradientReport
  ) throws -> SketchArchive {
    var missing = targets
    if let open {
      let stored = StoredGradients(open, problem, requested.directions)
      missing = try targets.filter { try stored.gradient(of: $0) == nil }
      if missing.isEmpty { return open }
    }
    let pass = try ReversePass(problem, options: machine, budget: budget)
    report.checkpoints = .init(
      pass.schedule(rows: missing.reduce(0) { $0 + $1.outputCount })
    )
    let archive = Mutex<SketchArchive?>(open)
    let gradients = try pass.gradients(of: missing) { base in
      try archive.withLock { archive in
        if let known = archive {
          try check(base, against: known)
        } else {
          archive = try create(base)
        }
      }
    }
    guard let made = archive.withLock({ $0 }) else {
      preconditionFailure("a reverse pass ended without the trained state")
    }
    let stored = StoredGradients(made, problem, requested.directions)
    for (target, gradient) in zip(missing, gradients) { try stored.keep(gradient, of: target) }
    report.gradients = missing.count
    return made
  }

  /// The series along directions, block by block.
  private func series(
    _ stored: StoredGradients,
    _ targets: [MeasuredQuery],
    _ count: Int,
    _ degree: Int,
    _ budget: CheckpointBudget,
    _ report: inout GradientReport
  ) throws {
    let found = try targets.map { min(count, try stored.count(of: $0, degree: degree)) }
    report.present = found.min() ?? 0
    let missing = report.present..<count
    guard !missing.isEmpty else { return }
    let bar = ProgressBar("gradients")
    defer { bar.finish() }
    let sketching = try GradientSketching(
      problem,
      degree: degree,
      options: requested.request.machine.options(requested.request.options.precision, bar),
      budget: budget
    )
    let wanted = targets.indices.filter { found[$0] < count }.map { targets[$0] }
    report.checkpoints = .init(sketching.schedule(directions: missing.count))
    let done = Mutex(0)
    defer { report.computed = done.withLock { $0 } }
    let (directions, units) = (requested.directions, problem.unitCount)
    try sketching.run(missing, of: wanted) {
      directions.direction($0, units: units)
    } onBlock: { block, jets in
      for (target, jets) in zip(wanted, jets) {
        try stored.keep(jets, of: target, degree: degree, directions: block)
      }
      done.withLock { $0 += block.count }
    }
  }
}
