import LacunaStores

/// Initial states and directions that do not fit.
extension ErrorCase {
  static let tensors: [ErrorCase] = [
    .precompute(
      "no file of the initial state",
      66,
      { $0.more = ["--initial-state", "none.safetensors"] },
      tells: ["--initial-state: cannot read the file none.safetensors: there is no such file"]
    ),
    .precompute(
      "initial state that is no safetensors file",
      65,
      { $0.more = ["--initial-state", "names.txt"] },
      tells: ["names.txt", "no safetensors file"]
    ),
    initial("initial state with a tensor missing", ["tensor 'wpe' is missing, expected shape"]) {
      $0.filter { $0.name != "wpe" }
    },
    initial("initial state with an extra tensor", ["tensor 'extra' is not part of", "wte"]) {
      $0 + [try TensorData(name: "extra", shape: [1], [1.0])]
    },
    initial("initial state of another shape", ["tensor 'wpe' has shape [256]", "[16, 16]"]) {
      try $0.map {
        $0.name == "wpe" ? try TensorData(name: "wpe", shape: [256], $0.doubles()) : $0
      }
    },
    initial("initial state with NaN", ["tensor 'wpe' holds numbers that are not finite"]) {
      try $0.map {
        guard $0.name == "wpe" else { return $0 }
        return try TensorData(name: "wpe", shape: $0.shape, [.nan] + $0.doubles().dropFirst())
      }
    },
    initial("initial state of integers", ["'wpe'", "I64"]) {
      try $0.map {
        guard $0.name == "wpe" else { return $0 }
        return try TensorData(
          name: "wpe",
          shape: $0.shape,
          [Int64](repeating: 1, count: $0.count)
        )
      }
    },
    .precompute(
      "no file of directions",
      66,
      { $0.more = ["--directions-file", "none.safetensors"] },
      tells: ["--directions-file: cannot read the file none.safetensors"]
    ),
    directions("directions for other data", [12, 59, 2], tells: ["[12, 59, 2]", "[K, 60, 2]"]),
    directions("directions without parts", [12, 60], tells: ["[12, 60]", "[K, 60, 2]"]),
    directions("too few directions", [11, 60, 2], tells: ["11 directions", "at least 12"]),
    .precompute(
      "directions of integers",
      65,
      { $0.more = ["--directions-file", "psi.safetensors"] },
      tells: ["psi.safetensors", "I64, expected F64 or F32"],
      prepare: {
        let numbers = [Int64](repeating: 1, count: 1440)
        let tensor = try TensorData(name: "directions", shape: [12, 60, 2], numbers)
        try $0.write("psi.safetensors", Safetensors.serialize([tensor]))
      }
    ),
    directions("NaN in directions", [12, 60, 2], .nan, tells: ["not all numbers are finite"]),
    directions("no tensor of directions", name: "psi", [12, 60, 2], tells: ["'directions'"]),
  ]

  private static func initial(
    _ name: String,
    _ tells: [String],
    _ change: @escaping @Sendable ([TensorData]) throws -> [TensorData]
  ) -> ErrorCase {
    .precompute(
      name,
      65,
      { $0.more = ["--initial-state", "given.safetensors"] },
      tells: ["given.safetensors"] + tells,
      prepare: {
        let tensors = try SketchContents("names.sketch", in: $0).archive.baseState()
        try $0.write("given.safetensors", Safetensors.serialize(change(tensors)))
      }
    )
  }

  private static func directions(
    _ testName: String,
    name: String = "directions",
    _ shape: [Int],
    _ value: Double = 0.1,
    tells: [String]
  ) -> ErrorCase {
    .precompute(
      testName,
      65,
      { $0.more = ["--directions-file", "psi.safetensors"] },
      tells: ["psi.safetensors"] + tells,
      prepare: {
        let numbers = [Double](repeating: value, count: shape.reduce(1, *))
        let tensor = try TensorData(name: name, shape: shape, numbers)
        try $0.write("psi.safetensors", Safetensors.serialize([tensor]))
      }
    )
  }
}
