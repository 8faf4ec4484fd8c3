import CLapack

/// Sums over units of products of the parts of directions.
struct UnitProducts {
  private let count: Int
  /// Σ re_j re_k and Σ im_j im_k for j ≥ k, and Σ re_j im_k, row by row.
  private var real: [Double]
  private var imaginary: [Double]
  private var mixed: [Double]

  /// The products of the first directions of a predictor.
  init(_ predictor: Predictor, directions count: Int) {
    self.count = count
    real = [Double](repeating: 0, count: count * count)
    imaginary = real
    mixed = real
    let (size, units) = (blasint(count), blasint(predictor.units))
    let width = blasint(2 * predictor.stride)
    BlasThreads.useOne()
    predictor.numbers.withUnsafeBufferPointer { numbers in
      guard let re = numbers.baseAddress else { return }
      let im = re + predictor.stride
      cblas_dsyrk(
        CblasRowMajor,
        CblasLower,
        CblasTrans,
        size,
        units,
        1,
        re,
        width,
        0,
        &real,
        size
      )
      cblas_dsyrk(
        CblasRowMajor,
        CblasLower,
        CblasTrans,
        size,
        units,
        1,
        im,
        width,
        0,
        &imaginary,
        size
      )
      cblas_dgemm(
        CblasRowMajor,
        CblasTrans,
        CblasNoTrans,
        size,
        size,
        units,
        1,
        re,
        width,
        im,
        width,
        0,
        &mixed,
        size
      )
    }
  }

  /// (ψ_j·ψ_k)^r and (ψ_j·ψ̄_k)^r, for j ≥ k.
  func powers(_ j: Int, _ k: Int, _ degree: Int) -> (plain: Complex, hermitian: Complex) {
    let rr = real[j * count + k]
    let ii = imaginary[j * count + k]
    let jk = mixed[j * count + k]
    let kj = mixed[k * count + j]
    return (
      Complex(rr - ii, jk + kj).power(degree), Complex(rr + ii, kj - jk).power(degree)
    )
  }
}

/// The threads of the library of linear algebra.
enum BlasThreads {
  /// Makes it work in the calling thread alone: results then do not depend on how many there are.
  static func useOne() { openblas_set_num_threads(1) }
}
