import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import Testing

/// What operators and functions emit, and what is said when they cannot.
struct TracingTests {
  @Test func aStepInItsTextForm() throws {
    let text = try SampleLearner.step { trace in
      let (w, b) = (trace.state("w"), trace.state("b"))
      let output = matmul(trace.batch("x"), w) + b
      let loss = trace.weightedMean(square(output).sum(axes: [-1]))
      let gradients = gradient(of: loss, withRespectTo: [w])
      trace.update("w", to: w - trace.scalar("rate") * gradients[0])
    }
    #expect(
      text == """
        program "sample step"
        %0 = input state "w" : real[3, 2]
        %1 = input state "b" : real[2]
        %2 = input batch "x" : real[2, 3]
        %3 = input weights "weights" : real[2]
        %4 = input scalar "rate" : real[]
        %5 = matmul %2 %0 : real[2, 2]
        %6 = broadcast %1 [2, 2] : real[2, 2]
        %7 = add %5 %6 : real[2, 2]
        %8 = constant {0.5} : real[]
        %9 = reshape %8 [1] : real[1]
        %10 = broadcast %9 [2] : real[2]
        %11 = mul %10 %3 : real[2]
        %12 = reshape %11 [2, 1] : real[2, 1]
        %13 = broadcast %12 [2, 2] : real[2, 2]
        %14 = constant {2.0} : real[]
        %15 = broadcast %14 [2, 2] : real[2, 2]
        %16 = mul %7 %15 : real[2, 2]
        %17 = mul %13 %16 : real[2, 2]
        %18 = transpose %2 [1, 0] : real[3, 2]
        %19 = matmul %18 %17 : real[3, 2]
        %20 = broadcast %4 [3, 2] : real[3, 2]
        %21 = mul %20 %19 : real[3, 2]
        %22 = sub %0 %21 : real[3, 2]
        output "w" = %22
        output "b" = %1

        """
    )
  }

  @Test func everyFunctionEmitsItsOperation() throws {
    let functions: [(String, @Sendable (Tensor) -> Tensor)] = [
      ("neg", { -$0 }), ("exp", exp), ("log", log), ("sqrt", sqrt), ("rsqrt", rsqrt),
      ("reciprocal", reciprocal), ("square", square), ("power", { pow($0, 1.5) }),
      ("tanh", tanh), ("sigmoid", sigmoid), ("erf", erf), ("gelu", gelu),
      ("gelu_tanh", geluTanh), ("silu", silu), ("softplus", softplus), ("sin", sin),
      ("cos", cos), ("relu", relu), ("abs", abs), ("stop_gradient", stopGradient),
      ("add", { $0 + 2 }), ("sub", { 2 - $0 }), ("mul", { $0 * 2 }), ("mul", { $0 / 2 }),
      ("div", { 2 / $0 }), ("max", { maximum($0, $0 * 2) }), ("greater", { greater($0, $0 * 2) }),
      ("select", { select($0, $0, $0 * 2) }), ("softmax", softmax), ("log_softmax", logSoftmax),
      ("pad", { $0.padded(low: [1, 0], high: [0, 0]).sliced(0..<3) }),
      ("slice", { concatenated([$0, $0], axis: 0).sliced(1..<4) }),
      ("concatenate", { concatenated([$0.sliced(0..<1), $0.sliced(1..<3)], axis: -2) }),
      ("transpose", { $0.transposed().reshaped(to: [3, -1]) }),
      ("reduce_max", { $0.max(axes: [1], keepingDimensions: true).broadcast(to: [3, 2]) }),
      ("sum", { $0 - $0.mean(axes: [0]) }),
      ("cholesky", { $0 + cholesky(matmul($0.transposed(), $0)).sum() }),
      ("triangular_solve", { triangularSolve(matmul($0, $0.transposed()), $0, upper: true) }),
      (
        "gather",
        { $0.gather($0.trace.indices([0, 1, 2], shape: [3])) }
      ),
      (
        "scatter_add",
        { $0.scatterAdd($0.trace.indices([0, 2, 2], shape: [3]), rows: 3) }
      ),
      (
        "put_along_axis",
        {
          let indices = $0.trace.indices([0, 1, 0], shape: [3])
          return $0.takeAlongAxis(indices).putAlongAxis(indices, size: 2)
        }
      ),
    ]
    for (operation, function) in functions {
      let text = try SampleLearner.step { $0.update("w", to: function($0.state("w"))) }
      #expect(text.contains("= \(operation) "), "\(operation) is not in\n\(text)")
    }
  }

  @Test func theFirstFailureOfATraceIsTheOneReported() {
    let text = message {
      _ = try SampleLearner.step { trace in
        let poisoned = matmul(trace.batch("x"), trace.batch("x"))
        trace.update("w", to: poisoned + trace.state("missing").dimension(7).asTensor(trace))
      }
    }
    #expect(
      text == "learner 'sample': step cannot be traced: matmul: operands are real[2, 3], "
        + "real[2, 3], expected […, m, k] and [… , k, n] with equal leading axes"
    )
  }

  @Test func whatIsThrownAfterAFailureDoesNotHideIt() {
    struct Later: Error {}
    let text = message {
      _ = try SampleLearner.step {
        _ = $0.state("w") + $0.batch("x")
        throw Later()
      }
    }
    #expect(text.contains("add(real[3, 2], real[2, 3]): these shapes do not stretch"))
  }

  /// A trace that goes wrong, and what is said of it.
  struct Mistake: Sendable {
    let expected: String
    let step: @Sendable (StepTrace) -> Void
  }

  static let mistakes: [Mistake] = [
    Mistake(expected: "there is no state tensor 'weight'; there are 'w', 'b'.") { trace in
      trace.update("w", to: trace.state("weight"))
    },
    Mistake(expected: "output 'w' (real[2]): the state tensor is real[3, 2]") { trace in
      trace.update("w", to: trace.state("b"))
    },
    Mistake(
      expected: "output 'v' (real[2]): there is no state tensor of this name; there are 'w', 'b'."
    ) { trace in trace.update("v", to: trace.state("b")) },
    Mistake(expected: "output 'w' is given twice; expected once") { trace in
      trace.update("w", to: trace.state("w"))
      trace.update("w", to: trace.state("w"))
    },
    Mistake(
      expected: "gradient(of:) needs a real scalar, found real[3, 2]; sum or average it first"
    ) { trace in
      trace.update("w", to: gradient(of: trace.state("w"), withRespectTo: trace.state("w")))
    },
    Mistake(expected: "element 0 is inf, expected a finite number (for a mask, use -1e30)") {
      trace in
      trace.update("w", to: trace.state("w") * .infinity)
    },
    Mistake(expected: "sum(real[3, 2]): axis 2 is not one of its 2 axes") { trace in
      trace.update("b", to: trace.state("w").sum(axes: [2]))
    },
  ]

  @Test(arguments: mistakes)
  func mistakesSayWhatThereIs(mistake: Mistake) {
    let text = message { _ = try SampleLearner.step(mistake.step) }
    #expect(text.hasPrefix("learner 'sample': step cannot be traced: "))
    #expect(text.contains(mistake.expected), "\(text)")
  }

  @Test func aBatchWithoutACommonAxis() {
    let learner = SampleLearner()
    let text = message {
      _ = try ProgramTracer.traceStep(
        learner,
        name: "sample",
        batch: [NamedType("x", .real([2, 3])), NamedType("y", .real([1]))],
        state: learner.state,
        scalarNames: []
      )
    }
    #expect(text.contains("x: real[2, 3], y: real[1]; expected at least one, all with the same"))
  }
}

extension Int {
  /// The number in a trace.
  fileprivate func asTensor(_ trace: StepTrace) -> Tensor { trace.trace.constant(Double(self)) }
}
