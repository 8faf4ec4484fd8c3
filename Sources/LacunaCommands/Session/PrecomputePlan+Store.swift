import LacunaExecution
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Logging

/// The sketch that a run continues or begins.
extension PrecomputePlan {
  /// The sketch in the store, if there is one, after making sure that it is the same.
  ///
  /// - Parameter anyDegree: whether that of its jets does not matter.
  /// - Returns: the sketch; nil where there is none.
  /// - Throws: what is wrong with it, or with the store.
  func continued(anyDegree: Bool = false) throws -> SketchArchive? {
    guard try store.exists() else { return nil }
    guard try store.read("manifest.json") != nil else {
      try SketchArchive.requireVacant(store)
      return nil
    }
    var archive = try SketchArchive.open(store, forWriting: true)
    var wanted = manifest.completed(
      baseState: [],
      programs: storedPrograms,
      directions: directionTensor,
      initialState: initialTensors,
      units: requested.unitAssignment,
      baseWeights: requested.weightTensor
    )
    // What training gives is known only after training.
    wanted.baseStateDigest = archive.manifest.baseStateDigest
    // Gradients leave the degree of jets open.
    let degree = wanted.expansion.degree
    let isOpen = archive.manifest.shards.isEmpty
    if anyDegree || isOpen { wanted.expansion.degree = archive.manifest.expansion.degree }
    try requireSame(wanted, archive)
    if isOpen, !anyDegree { try archive.setDegree(degree) }
    try dropDamaged(archive)
    return archive
  }

  private var storedPrograms: [(name: String, text: String)] {
    problem.namedPrograms
  }

  /// Begins the sketch.
  func create(_ base: [TensorData]) throws -> SketchArchive {
    do {
      return try SketchArchive.create(
        in: store,
        manifest: manifest,
        baseState: base,
        programs: storedPrograms,
        directions: directionTensor,
        initialState: initialTensors,
        units: requested.unitAssignment,
        baseWeights: requested.weightTensor
      )
    } catch ArchiveError.alreadyExists {
      // It was not there when this run began. Whoever still writes to it is named.
      _ = try SketchArchive.open(store, forWriting: true)
      throw SessionError.overtaken(store: store.location)
    }
  }

  /// The trained state agrees with the one in the store: to the last bits, which an instruction set
  /// without fused multiply–adds may change.
  func check(_ base: [TensorData], against archive: SketchArchive) throws {
    let stored = try archive.baseState()
    let tolerance = requested.request.options.precision == .float64 ? 1e-6 : 1e-2
    for tensor in base {
      let found = try tensor.doubles()
      let expected = try stored.first { $0.name == tensor.name }?.doubles() ?? []
      let scale = expected.map { abs($0) }.max() ?? 0
      guard found.count == expected.count,
        zip(found, expected).allSatisfy({ abs($0 - $1) <= tolerance * scale })
      else {
        throw SessionError.otherBase(store: archive.location, tensor: tensor.name)
      }
    }
  }

  /// Removes shards that are not what was written, so that they are computed again.
  private func dropDamaged(_ archive: SketchArchive) throws {
    for entry in archive.manifest.shards {
      do {
        _ = try archive.shard(entry)
      } catch ArchiveError.missingBlob {
        continue
      } catch let error as any LacunaError where error.category == .data {
        let place = "\(archive.location)/\(entry.name)"
        Terminal.log.warning("\(place) is damaged and is computed again")
        try store.remove(entry.name)
      }
    }
  }

  /// The sketch is the one asked for.
  ///
  /// What only follows from data and settings, such as shapes, is not worth naming beside them.
  private func requireSame(_ wanted: SketchManifest, _ archive: SketchArchive) throws {
    let differences = wanted.differences(from: archive.manifest)
    guard let first = differences.first else { return }
    let causes = differences.filter { difference in
      !["parameters", "programs", "data.units", "formatVersion"].contains {
        difference.hasPrefix($0)
      }
    }
    guard !causes.isEmpty else {
      throw SessionError.drifted(
        learner: wanted.learner.name,
        program: first,
        store: archive.location
      )
    }
    throw ArchiveError.differs(location: archive.location, differences: causes)
  }
}
