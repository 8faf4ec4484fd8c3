import Dispatch
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import Synchronization

/// Checks of the programs that measurements trace.
enum MeasurementTracings {
  /// The digest of each measurement on its learner.
  private static func digests(_ context: CheckContext) throws -> [String] {
    try context.measurementSubjects().map { try $0.program(on: $0.learner.make()).digest }
  }

  /// The digests, in a process of its own.
  static let routine = CheckRoutine("measurement-digests") { try digests($0.context) }

  static func deterministic(_ context: CheckContext) throws {
    let subjects = try context.measurementSubjects()
    for subject in subjects {
      do {
        let instance = try subject.learner.make()
        let function = try subject.make()
        let first = try subject.program(function, on: instance).digest
        guard try subject.program(function, on: instance).digest == first else {
          throw Finding("traced again, it gives another program")
        }
        guard try subject.program(on: instance).digest == first else {
          throw Finding("a second instance gives another program")
        }
        let digests = Mutex<Set<String>>([])
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
          let digest = (try? subject.program(function, on: instance).digest) ?? "an error"
          digests.withLock { _ = $0.insert(digest) }
        }
        guard digests.withLock({ $0 }) == [first] else {
          throw Finding("traced by several threads at once, it gives another program")
        }
      } catch {
        throw Finding("\(subject.name): \(error)")
      }
    }
    let own = try digests(context)
    let other: [String] = try context.child("measurement-digests").result()
    guard own.count == other.count else { throw Finding("another process finds other learners") }
    for (index, subject) in subjects.enumerated() where own[index] != other[index] {
      throw Finding("\(subject.name): another process gives another program")
    }
  }
}
