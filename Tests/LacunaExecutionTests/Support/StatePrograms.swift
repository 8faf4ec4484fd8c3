import LacunaPrograms

/// Steps that move state about in every way that a plan has to see through.
enum StatePrograms {
  static func all() throws -> [StateProblem] {
    try optimisers() + moves() + oldAndNew() + streams() + chains()
  }

  /// State tensors of one shape.
  private static func tensors(
    _ builder: inout ProgramBuilder,
    _ names: [String],
    _ shape: Shape
  ) throws -> [ValueID] {
    try names.map { try builder.input(.state, $0, type: .real(shape)) }
  }

  private static func weights(
    _ builder: inout ProgramBuilder,
    _ shape: Shape = []
  ) throws -> ValueID {
    try builder.input(.weights, "weights", type: .real(shape))
  }

  /// Adam with decay over tensors of several sizes, some of them longer than a piece of a stream.
  private static func optimisers() throws -> [StateProblem] {
    let shapes: [Shape] = [[], [3], [37, 11], [600], [86], [2, 43]]
    return try shapes.map { shape in
      try StateProblem("Adam of \(shape)") { b in
        let state = try tensors(&b, ["w", "m", "v"], shape)
        let (w, m, v) = (state[0], state[1], state[2])
        let x = try b.input(.batch, "x", type: .real(shape))
        let g = try b.add(
          b.multiply(b.multiply(w, x), weights(&b)),
          b.scale(b.unary(.tanh, w), 0.25)
        )
        let m1 = try b.add(b.scale(m, 0.9), b.scale(g, 0.1))
        let v1 = try b.add(b.scale(b.unary(.square, v), 0.5), b.scale(b.unary(.square, g), 0.02))
        let root = try b.unary(.rsqrt, b.add(b.unary(.square, v1), b.number(1)))
        let change = try b.multiply(b.binary(.divide, m1, b.number(0.75)), root)
        let decayed = try b.subtract(b.scale(w, 0.99), b.scale(change, 0.0625))
        try b.output("w", decayed)
        try b.output("m", m1)
        try b.output("v", v1)
        try b.output("norm", b.sum(b.multiply(w, decayed), axes: Array(0..<shape.rank)))
      }
    }
  }

  /// State that becomes other state, or constant.
  private static func moves() throws -> [StateProblem] {
    let shape: Shape = [9, 11]
    return try [
      StateProblem("swap") { b in
        let s = try tensors(&b, ["a", "b"], shape)
        try b.output("a", s[1])
        try b.output("b", s[0])
      },
      StateProblem("cycle with a factor") { b in
        let s = try tensors(&b, ["a", "b", "c"], shape)
        try b.output("a", s[1])
        try b.output("b", b.multiply(s[2], weights(&b)))
        try b.output("c", s[0])
      },
      StateProblem("pass through") { b in
        let s = try tensors(&b, ["a", "b"], shape)
        try b.output("a", s[0])
        try b.output("b", b.add(s[0], b.multiply(s[1], weights(&b))))
      },
      StateProblem("moved before it is updated") { b in
        let s = try tensors(&b, ["a", "b"], shape)
        try b.output("a", s[1])
        try b.output("b", b.add(b.scale(s[1], 0.5), b.multiply(s[1], weights(&b))))
      },
      StateProblem("updated before it is moved") { b in
        let s = try tensors(&b, ["a", "b"], shape)
        try b.output("b", b.add(b.scale(s[1], 0.5), b.multiply(s[1], weights(&b))))
        try b.output("a", s[1])
      },
      StateProblem("becomes constant") { b in
        let s = try tensors(&b, ["a", "b", "c"], shape)
        try b.output("a", b.filled(0.5, shape))
        try b.output("b", b.add(s[0], b.scale(s[1], 0.5)))
        try b.output("c", b.input(.batch, "x", type: .real(shape)))
      },
      StateProblem("constant, and moved on") { b in
        let s = try tensors(&b, ["a", "b"], shape)
        try b.output("a", b.filled(0.5, shape))
        try b.output("b", s[0])
      },
      StateProblem("one value for two tensors") { b in
        let s = try tensors(&b, ["a", "b"], shape)
        let sum = try b.add(s[0], b.multiply(s[1], weights(&b)))
        try b.output("a", sum)
        try b.output("b", sum)
      },
      StateProblem("transposed into each other") { b in
        let (p, q) = (
          try b.input(.state, "p", type: .real([9, 11])),
          try b.input(.state, "q", type: .real([11, 9]))
        )
        try b.output("p", b.transposed(q))
        try b.output("q", b.transposed(b.multiply(p, weights(&b))))
      },
      StateProblem("transposed in place") { b in
        let s = try b.input(.state, "s", type: .real([9, 9]))
        try b.output("s", b.transposed(s))
      },
      StateProblem("sum with its own transpose") { b in
        let s = try b.input(.state, "s", type: .real([9, 9]))
        try b.output("s", b.add(b.scale(s, 0.5), b.multiply(b.transposed(s), weights(&b))))
      },
      StateProblem("reshaped and cut") { b in
        let (p, q) = (
          try b.input(.state, "p", type: .real([6])), try b.input(.state, "q", type: .real([4, 3]))
        )
        let part = try b.append(.slice(start: [1, 0], limit: [3, 3]), q)
        try b.output("p", b.append(.reshape([6]), part))
        try b.output(
          "q",
          b.append(.broadcast([4, 3]), b.append(.slice(start: [2], limit: [5]), p))
        )
      },
    ]
  }

  /// Values that want the old state beside the new one.
  private static func oldAndNew() throws -> [StateProblem] {
    let shape: Shape = [9, 11]
    return try [
      StateProblem("the old value is an output") { b in
        let w = try b.input(.state, "w", type: .real(shape))
        try b.output("old", w)
        try b.output("turned", b.transposed(w))
        try b.output("w", b.multiply(w, weights(&b)))
      },
      StateProblem("tangents of the old value are an output's") { b in
        let w = try b.input(.state, "w", type: .real(shape))
        try b.output("shifted", b.add(w, b.number(1)))
        try b.output("w", b.multiply(w, weights(&b)))
      },
      StateProblem("tangents of the old value become another's") { b in
        let s = try tensors(&b, ["a", "b"], shape)
        try b.output("a", b.add(s[1], b.number(1)))
        try b.output("b", b.scale(s[1], 0.5))
      },
      StateProblem("tangents pass through") { b in
        let count = try b.input(.state, "count", type: .real([]))
        try b.output("count", b.add(count, b.number(1)))
        try b.output("double", b.scale(count, 2))
      },
      StateProblem("the old value is read after the update") { b in
        let w = try b.input(.state, "w", type: .real(shape))
        let new = try b.subtract(w, b.multiply(w, weights(&b)))
        let product = try b.multiply(b.unary(.tanh, new), w)
        try b.output("w", new)
        try b.output("product", b.sum(product, axes: [0]))
        try b.output("cross", b.append(.matmul, b.transposed(new), w))
      },
      StateProblem("the new value is an output under two names") { b in
        let w = try b.input(.state, "w", type: .real(shape))
        let new = try b.subtract(w, b.multiply(w, weights(&b)))
        try b.output("new", new)
        try b.output("w", new)
        try b.output("row", b.append(.slice(start: [3, 0], limit: [4, 11]), new))
      },
      StateProblem("a square of itself") { b in
        let w = try b.input(.state, "w", type: .real(shape))
        try b.output("w", b.scale(b.multiply(w, w), 0.5))
      },
      StateProblem("choices between old and new") { b in
        let s = try tensors(&b, ["a", "b"], shape)
        let mask = try b.input(.batch, "mask", type: .real(shape))
        let zero = try b.filled(0, shape)
        let chosen = try b.append(.binary(.greater), mask, zero)
        let changed = try b.multiply(s[0], weights(&b))
        try b.output("a", b.select(chosen, changed, s[0]))
        try b.output("b", b.select(chosen, s[0], s[1]))
      },
    ]
  }

  /// Chains over tensors so large that they are cut, with operands that all pieces read.
  private static func streams() throws -> [StateProblem] {
    try [128, 129, 255, 256, 257, 300, 1025].flatMap { count in
      let shape: Shape = [count]
      func element(_ b: inout ProgramBuilder, _ x: ValueID, _ index: Int) throws -> ValueID {
        try b.append(
          .broadcast([count]),
          b.append(.slice(start: [index], limit: [index + 1]), x)
        )
      }
      return try [
        StateProblem("each less the old first of \(count)") { b in
          let w = try b.input(.state, "w", type: .real(shape))
          let scaled = try b.multiply(w, weights(&b))
          try b.output("w", b.subtract(scaled, b.scale(element(&b, w, 0), 0.5)))
        },
        StateProblem("each plus its product with the old first of \(count)") { b in
          let w = try b.input(.state, "w", type: .real(shape))
          let product = try b.multiply(b.multiply(w, element(&b, w, 0)), weights(&b))
          try b.output("w", b.add(w, b.scale(product, 0.5)))
        },
        StateProblem("two that read an end of the other, of \(count)") { b in
          let s = try tensors(&b, ["a", "b"], shape)
          let first = try b.add(
            b.multiply(s[0], weights(&b)),
            b.scale(element(&b, s[1], count - 1), 0.5)
          )
          try b.output("a", first)
          try b.output("b", b.multiply(s[1], element(&b, s[0], 0)))
        },
        StateProblem("all read the last of what is new, of \(count)") { b in
          let s = try tensors(&b, ["a", "b"], shape)
          let sum = try b.add(b.multiply(s[0], weights(&b)), s[1])
          let last = try element(&b, sum, count - 1)
          try b.output("a", b.multiply(b.scale(sum, 0.5), last))
          try b.output("b", b.subtract(b.scale(s[1], 0.5), b.scale(last, 0.125)))
        },
        StateProblem("intermediate values of \(count)") { b in
          let s = try tensors(&b, ["a", "b"], shape)
          let x = try b.multiply(s[0], weights(&b))
          let y = try b.unary(.sin, b.add(x, s[1]))
          let z = try b.multiply(b.subtract(y, b.scale(x, 0.5)), y)
          try b.output("a", b.add(b.scale(z, 0.5), b.scale(b.unary(.square, x), 0.25)))
          try b.output("b", b.subtract(s[1], b.scale(z, 0.25)))
        },
      ]
    }
  }

  /// Everything that a chain can hold, next to each other.
  static func chains() throws -> [StateProblem] {
    try [2, 37].map { count in
      try StateProblem("functions of \(count)") { b in
        let s = try tensors(&b, ["a", "b", "c"], [count])
        let x = try b.input(.batch, "x", type: .real([count]))
        let small = try b.scale(b.multiply(s[0], weights(&b)), 0.25)
        let root = try b.unary(.sqrt, b.add(b.unary(.square, s[1]), b.number(1)))
        let quotient = try b.binary(.divide, b.subtract(s[2], b.multiply(s[0], small)), root)
        let chosen = try b.append(
          .select,
          b.binary(.greater, x, b.number(0)),
          quotient,
          b.scale(b.unary(.exp, small), 0.5)
        )
        let more = try b.add(b.unary(.gelu, chosen), b.multiply(b.unary(.reciprocal, root), x))
        try b.output("a", b.add(b.scale(s[0], 0.5), b.multiply(chosen, more)))
        try b.output("b", b.subtract(b.scale(more, 0.5), b.unary(.square, small)))
        try b.output("c", b.multiply(b.unary(.rsqrt, root), chosen))
      }
    }
  }
}
