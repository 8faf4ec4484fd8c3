import Foundation
import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import Synchronization

/// Checks of the programs that learners and measurements trace.
enum Tracings {
  /// Runs something on every subject; what goes wrong names it.
  static func each(_ context: CheckContext, _ body: (LearnerSubject) throws -> Void) throws {
    for subject in try context.subjects() {
      do {
        try body(subject)
      } catch let error as NotApplicable {
        throw error
      } catch {
        throw Finding("\(subject.name): \(error)")
      }
    }
  }

  /// Each signature with which a step of the subject's schedule is traced.
  private static func signatures(
    _ subject: LearnerSubject,
    _ instance: any LearningAlgorithm
  ) throws -> (batch: [[NamedType]], schedule: Schedule) {
    let schedule = try instance.schedule(exampleCount: subject.dataset.count, stepCount: nil)
    var signatures: [[NamedType]] = []
    for step in schedule.steps {
      guard let first = step.examples.first else { continue }
      let signature = try instance.encode(subject.dataset.records[first]).signature
        .batched(step.examples.count)
      if !signatures.contains(signature) { signatures.append(signature) }
      if signatures.count == 4 { break }
    }
    return (signatures, schedule)
  }

  private static func trace(
    _ subject: LearnerSubject,
    _ learner: any LearningAlgorithm,
    _ signature: [NamedType],
    _ schedule: Schedule
  ) throws -> Program {
    try ProgramTracer.traceStep(
      learner,
      name: subject.learner.descriptor.name,
      batch: signature,
      state: learner.state,
      scalarNames: schedule.scalarNames
    )
  }

  static func verified(_ context: CheckContext) throws {
    try each(context) { subject in
      let problem = try subject.problem()
      for program in problem.programs {
        try program.verify()
        let again = try Program(text: program.text)
        guard again.digest == program.digest else {
          throw Finding("the text of the step does not give the same program")
        }
      }
    }
  }

  static func declaredState(_ context: CheckContext) throws {
    try each(context) { subject in
      let instance = try subject.make()
      let names = instance.state.map(\.name)
      let (signatures, schedule) = try signatures(subject, instance)
      for signature in signatures {
        let watch = WatchedBuilder()
        let program = Result {
          try trace(subject, WatchedLearner(inner: instance, watch: watch), signature, schedule)
        }
        if let name = watch.outputs.first(where: { !names.contains($0) }) {
          throw Finding(
            "the step updates '\(name)', which is not part of the state: \(names.quotedList)"
          )
        }
        if let name = Set(watch.outputs).first(where: { name in
          watch.outputs.count { $0 == name } > 1
        }) {
          throw Finding("the step updates '\(name)' more than once")
        }
        _ = try program.get()
      }
    }
  }

  static func updates(_ context: CheckContext) throws {
    try each(context) { subject in
      let instance = try subject.make()
      let (signatures, schedule) = try signatures(subject, instance)
      for signature in signatures {
        let watch = WatchedBuilder()
        _ = try trace(subject, WatchedLearner(inner: instance, watch: watch), signature, schedule)
        let parameters = instance.state.filter { $0.role == .parameter }.map(\.name)
        guard watch.outputs.contains(where: parameters.contains) else {
          throw Finding("the step updates no parameter; there are \(parameters.quotedList)")
        }
      }
    }
  }

  static func forward(_ context: CheckContext) throws {
    try each(context) { subject in
      let instance = try subject.make()
      for record in subject.dataset.records.prefix(8) {
        let watch = WatchedBuilder()
        let program = try ProgramTracer.traceForward(
          WatchedLearner(inner: instance, watch: watch),
          name: subject.learner.descriptor.name,
          parameters: instance.state,
          example: instance.encode(record).signature
        )
        guard !program.outputs.isEmpty else {
          throw Finding("the forward function names no output")
        }
        if watch.outputs.contains("") {
          throw Finding("an output of the forward function has no name")
        }
      }
    }
  }

  static func deterministic(_ context: CheckContext) throws {
    try each(context) { subject in
      let instance = try subject.make()
      let first = try Fingerprint(instance, subject)
      for (backwards, words) in [(false, "again"), (true, "in another order")] {
        let again = try Fingerprint(instance, subject, backwards: backwards)
        if let part = again.difference(from: first) {
          throw Finding("asked \(words), one instance gives another \(part)")
        }
      }
      let other = try Fingerprint(subject.make(), subject, backwards: true)
      if let part = other.difference(from: first) {
        throw Finding("a second instance of the same configuration and data gives another \(part)")
      }
    }
  }

  /// The fingerprints of all subjects, in a process of its own.
  static let fingerprints = CheckRoutine("fingerprints") { call -> [Fingerprint] in
    try call.context.subjects().map { try Fingerprint($0.make(), $0) }
  }

  static func processes(_ context: CheckContext) throws {
    let subjects = try context.subjects()
    let own = try subjects.map { try Fingerprint($0.make(), $0) }
    for _ in 0..<2 {
      let others: [Fingerprint] = try context.child("fingerprints").result()
      guard others.count == own.count else { throw Finding("another process finds other data") }
      for (index, other) in others.enumerated() {
        if let part = other.difference(from: own[index]) {
          throw Finding("\(subjects[index].name): another process gives another \(part)")
        }
      }
    }
  }

  static func threads(_ context: CheckContext) throws {
    try each(context) { subject in
      let instance = try subject.make()
      let alone = try Fingerprint(instance, subject)
      let faults = Mutex<[String]>([])
      DispatchQueue.concurrentPerform(iterations: 8) { index in
        let fault: String?
        do {
          // Half of them on the instance that all share, half on one of their own.
          let used = index.isMultiple(of: 2) ? instance : try subject.make()
          fault = try Fingerprint(used, subject).difference(from: alone).map {
            "called by several threads at once, it gives another \($0)"
          }
        } catch {
          fault = "called by several threads at once, it fails: \(error)"
        }
        if let fault { faults.withLock { $0.append(fault) } }
      }
      if let fault = faults.withLock({ $0.first }) { throw Finding(fault) }
    }
  }

  static func state(_ context: CheckContext) throws {
    try each(context) { subject in
      let first = try subject.make()
      guard first.state.contains(where: { $0.role == .parameter }) else {
        throw Finding("no tensor of the state is a parameter")
      }
      let second = try subject.make()
      for call in 1...3 {
        guard try first.askedState() == first.state else {
          throw Finding("call \(call + 1) of state gives other tensors, or another order")
        }
      }
      guard second.state == first.state else {
        throw Finding("a second instance of the same configuration and data has another state")
      }
    }
  }

  static func schedule(_ context: CheckContext) throws {
    try each(context) { subject in
      let instance = try subject.make()
      for count in [nil, 0, 1, 2, 7, 33] {
        let first = try instance.schedule(exampleCount: subject.dataset.count, stepCount: count)
        let again = try instance.schedule(exampleCount: subject.dataset.count, stepCount: count)
        guard first == again else {
          throw Finding(
            "for \(count.map { "\($0)" } ?? "its own number of") steps, a second call gives another schedule"
          )
        }
      }
    }
  }
}
