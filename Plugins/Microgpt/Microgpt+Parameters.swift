import LacunaPluginKit

/// The parameters, under the names of the reference. Linear layers are y = W x with W [out, in].
extension Microgpt {
  /// The parameters, embeddings first.
  var parameters: [StateTensor] {
    let (width, hidden) = (options.embedding, options.embedding * options.mlpRatio)
    func parameter(_ name: String, _ shape: [Int]) -> StateTensor {
      .parameter(name, shape, .normal(standardDeviation: options.initialDeviation))
    }
    var all = [
      parameter("wte", [vocabulary.count, width]),
      parameter("wpe", [options.block, width]),
      parameter("lm_head", [vocabulary.count, width]),
    ]
    for layer in 0..<options.layers {
      let name = "layer\(layer)"
      all += ["wq", "wk", "wv", "wo"].map { parameter("\(name).attn_\($0)", [width, width]) }
      all.append(parameter("\(name).mlp_fc1", [hidden, width]))
      all.append(parameter("\(name).mlp_fc2", [width, hidden]))
    }
    return all
  }
}
