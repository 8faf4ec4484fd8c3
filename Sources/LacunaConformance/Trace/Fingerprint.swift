import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaSketching

/// What an instance of a learner says and traces, part by part, to be compared with another's.
struct Fingerprint: Codable, Equatable {
  /// A part, and all that it consists of, or a digest of it.
  struct Part: Codable, Equatable {
    let name: String
    let content: String
  }

  private(set) var parts: [Part] = []

  /// The most records that are encoded, and the most signatures that are traced.
  private static let most = 6

  /// The fingerprint of an instance on the data of a subject.
  ///
  /// - Parameters:
  ///   - instance: the instance.
  ///   - subject: its learner and data.
  ///   - backwards: whether the last signature is traced first, which changes nothing.
  ///   - tolerant: whether a record that cannot be encoded is a part like others.
  /// - Throws: whatever keeps the instance from tracing.
  init(
    _ instance: any LearningAlgorithm,
    _ subject: LearnerSubject,
    backwards: Bool = false,
    tolerant: Bool = false
  ) throws {
    add("state", "\(instance.state)")
    let records = subject.dataset.records.prefix(Self.most)
    var signatures: [[NamedType]] = []
    for (index, record) in records.enumerated() {
      let tensors: [ExampleTensor]
      do {
        tensors = try instance.encode(record)
      } catch  where tolerant {
        add("encode of record \(index)", "\(error)")
        continue
      }
      add("encode of record \(index)", Self.digest(tensors))
      if !signatures.contains(tensors.signature) { signatures.append(tensors.signature) }
    }
    let schedule = try instance.schedule(exampleCount: subject.dataset.count, stepCount: nil)
    add("schedule", Self.digest("\(schedule)"))
    let batch = schedule.steps.first?.examples.count ?? 1
    let name = subject.learner.descriptor.name
    var programs: [Part] = []
    for signature in backwards ? signatures.reversed() : signatures {
      let words = signature.map { "\($0.name): \($0.type)" }.joined(separator: ", ")
      programs.append(
        Part(
          name: "step of [\(words)]",
          content: try ProgramTracer.traceStep(
            instance,
            name: name,
            batch: signature.batched(batch),
            state: instance.state,
            scalarNames: schedule.scalarNames
          ).digest
        )
      )
      programs.append(
        Part(
          name: "forward of [\(words)]",
          content: try ProgramTracer.traceForward(
            instance,
            name: name,
            parameters: instance.state,
            example: signature
          ).digest
        )
      )
    }
    parts += programs.sorted { $0.name < $1.name }
  }

  private mutating func add(_ name: String, _ content: String) {
    parts.append(Part(name: name, content: content))
  }

  /// The first part in which another fingerprint differs; nil when they are equal.
  func difference(from other: Fingerprint) -> String? {
    for part in parts {
      guard let its = other.parts.first(where: { $0.name == part.name }) else {
        return "\(part.name) is missing"
      }
      if its.content != part.content { return part.name }
    }
    return parts.count == other.parts.count ? nil : "there are other parts"
  }

  private static func digest(_ tensors: [ExampleTensor]) -> String {
    digest(
      tensors.map {
        "\($0.name) \($0.shape) \($0.integers) \($0.reals.map { String($0.bitPattern, radix: 16) })"
      }.joined(separator: "\n")
    )
  }

  /// FNV-1a: short, and the same in every process.
  static func digest(_ text: String) -> String {
    let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return String(hash, radix: 16)
  }
}

extension [NamedType] {
  /// The types of a mini-batch of so many records of this signature.
  func batched(_ size: Int) -> [NamedType] {
    map {
      NamedType($0.name, ValueType($0.type.element, Shape([size] + $0.type.shape.dimensions)))
    }
  }
}
