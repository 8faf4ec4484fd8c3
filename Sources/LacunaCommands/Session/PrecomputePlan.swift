import LacunaPluginHost
import LacunaProtocols
import LacunaSketching
import LacunaStores

/// All that `precompute` needs, checked before anything is computed or written.
struct PrecomputePlan {
  let store: any SketchStore
  let requested: RequestedRun

  var manifest: SketchManifest { requested.manifest }
  var problem: TrainingProblem { requested.problem }
  /// How many directions the sketch will have.
  var directionCount: Int { requested.directionCount }
  var directionTensor: TensorData? { requested.directionTensor }
  var initialTensors: [TensorData]? { requested.initialTensors }

  /// A plan of a run whose sketch is kept in a store.
  init(_ request: RunRequest, store place: String, _ registry: PluginRegistry) throws {
    store = try registry.open(store: place)
    requested = try RequestedRun(request, registry)
  }
}
