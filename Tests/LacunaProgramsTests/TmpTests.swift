import LacunaExecution
import LacunaTestSupport
import Testing
struct TmpTests {
  @Test func stats() throws {
    let cases = try OperationCases.all()
    print("COUNT", cases.count)
    for degree in [0, 3, 20] {
      for c in try cases + (false ? [] : OperationCases.gradients()) {
        let run = try ReferenceRun(of: c, degree: degree)
        var worst = 0.0
        var big = 0.0
        for (n, t) in run.outputs {
          for k in 0...degree {
            let m = t.numbers.map { $0[k].magnitude }.max() ?? 0
            let b = run.bounds[n]?.numbers.map { $0.bound(k) }.max() ?? 0
            if m > 0 { worst = max(worst, b / m) }
            big = max(big, m)
          }
        }
        if worst > 3e3 || big > 1e6 || !worst.isFinite { print("STAT", degree, c.name, worst, big) }
      }
    }
  }
}
