import Foundation
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// Learners with data to check them on.
extension CheckContext {
  /// The learners of the library, each with all data that there is for it.
  ///
  /// Data given with the command comes first, alone; then the cases that the plugin brings; for learners
  /// without either that read lines, lines made up for the purpose.
  ///
  /// - Throws: ``NotApplicable`` when the library has no learner, or there is no data for any of them;
  ///   ``Finding`` for data that cannot be read.
  public func subjects() throws -> [LearnerSubject] {
    let (all, gaps) = try subjectsAndGaps()
    var refused: [String] = []
    let subjects = all.filter { subject in
      do {
        _ = try subject.make()
      } catch PluginError.failed(_, _, "create", _, _) {
        // Once is enough.
        refused.append("\(subject.name): create fails; see descriptor/creates")
        return false
      } catch {
        return true
      }
      return true
    }
    guard !subjects.isEmpty else {
      throw NotApplicable((refused + gaps).joined(separator: "; "))
    }
    return subjects
  }

  /// The subjects, and why there is none for other learners.
  func subjectsAndGaps() throws -> ([LearnerSubject], gaps: [String]) {
    let library = try library()
    guard !library.learners.isEmpty else { return ([], ["the plugin offers no learner"]) }
    // What is wrong with cases is the finding of other checks.
    let cases = (try? library.cases()) ?? []
    var subjects: [LearnerSubject] = []
    var gaps: [String] = []
    for learner in library.learners {
      if material.data != nil {
        subjects.append(try given(learner))
        continue
      }
      let names = [learner.descriptor.name, "\(library.name):\(learner.descriptor.name)"]
      let own = cases.filter { names.contains($0.learner) }
        .compactMap { try? subject($0, of: learner) }
      if !own.isEmpty {
        subjects += distinct(own)
      } else if let sample = try sample(for: learner) {
        subjects.append(sample)
      } else {
        gaps.append(
          "there is no data for the learner '\(learner.descriptor.name)': bring a case (clause 10.4), "
            + "or name a file with --data"
        )
      }
    }
    return (subjects, gaps)
  }

  /// Cases that differ in what learners see of them.
  private func distinct(_ subjects: [LearnerSubject]) -> [LearnerSubject] {
    var seen: Set<[String]> = []
    return subjects.filter {
      seen.insert([$0.configuration.json, $0.dataset.digest, "\($0.stepCount ?? -1)"]).inserted
    }
  }

  /// Why the data that somebody gave cannot be used, if it cannot.
  static let givenData = CheckRoutine("given-data") { call -> String? in
    // A library that cannot be loaded is the finding of a check.
    guard let library = try? call.context.library() else { return nil }
    for learner in library.learners {
      do {
        let subject = try call.context.given(learner)
        do {
          _ = try subject.make()
        } catch let error as PluginError
          where [ErrorCategory.data, .configuration].contains(error.category)
        {
          return "\(subject.source): \(error)"
        } catch {
          continue
        }
      } catch {
        return "\(error)"
      }
    }
    return nil
  }

  private func given(_ learner: LoadedLearner) throws -> LearnerSubject {
    let path = material.data ?? ""
    do {
      return LearnerSubject(
        learner: learner,
        configuration: try Configuration(
          schema: learner.descriptor.schema,
          assignments: material.settings
        ),
        dataset: try Dataset(
          path: path,
          format: learner.descriptor.dataFormat,
          examples: material.examples
        ),
        seed: seed,
        stepCount: nil,
        source: "data \(path)"
      )
    } catch {
      throw Finding("--data and --config, for learner '\(learner.descriptor.name)': \(error)")
    }
  }

  /// A case as a subject, whose data is written to a file.
  func subject(_ given: SuppliedCase, of learner: LoadedLearner) throws -> LearnerSubject {
    let path = "\(scratch)/case-\(given.name).data"
    do {
      try given.data.write(toFile: path, atomically: false, encoding: .utf8)
      return LearnerSubject(
        learner: learner,
        configuration: try Configuration(
          schema: learner.descriptor.schema,
          json: given.configuration
        ),
        dataset: try Dataset(path: path, format: learner.descriptor.dataFormat),
        seed: given.seed,
        stepCount: given.stepCount,
        source: "case '\(given.name)'"
      )
    } catch {
      throw Finding("case '\(given.name)': \(error)")
    }
  }

  /// Made-up lines that the learner takes with its defaults, if it takes any.
  private func sample(for learner: LoadedLearner) throws -> LearnerSubject? {
    guard learner.descriptor.dataFormat == .lines else { return nil }
    for (number, lines) in Self.samples.enumerated() {
      let path = "\(scratch)/sample-\(number).data"
      try lines.joined(separator: "\n").write(toFile: path, atomically: false, encoding: .utf8)
      let subject = LearnerSubject(
        learner: learner,
        configuration: try Configuration(schema: learner.descriptor.schema),
        dataset: try Dataset(path: path, format: .lines),
        seed: seed,
        stepCount: nil,
        source: "made-up lines"
      )
      do {
        let instance = try subject.make()
        for record in subject.dataset.records { _ = try instance.encode(record) }
        return subject
      } catch let error as any LacunaError where error.category == .data {
        continue
      }
    }
    return nil
  }

  private static let samples = [
    ["anna", "bo", "clara", "dan", "eva", "finn"],
    ["0.5 1", "-1 0", "2 1", "1.5 0", "-0.25 1", "0.75 0"],
  ]
}
