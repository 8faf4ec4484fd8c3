import CLapack

/// The eigenvalues and eigenvectors of a symmetric matrix.
struct SymmetricEigen: Sendable {
  /// The rows of the matrix.
  let order: Int
  /// The eigenvalues, ascending.
  let values: [Double]
  /// The eigenvectors, one after the other.
  let vectors: [Double]

  /// Computes them by LAPACK's `dsyevd`, in one thread.
  ///
  /// - Parameters:
  ///   - matrix: the lower triangle, column by column, with room for the rest.
  ///   - order: its rows.
  /// - Throws: ``SketchingError/linearAlgebra(routine:code:)``.
  init(_ matrix: consuming [Double], order: Int) throws(SketchingError) {
    var vectors = matrix
    var values = [Double](repeating: 0, count: order)
    BlasThreads.useOne()
    let size = Int32(order)
    let code = LAPACKE_dsyevd(
      LAPACK_COL_MAJOR,
      CChar(UInt8(ascii: "V")),
      CChar(UInt8(ascii: "L")),
      size,
      &vectors,
      size,
      &values
    )
    guard code == 0 else { throw .linearAlgebra(routine: "dsyevd", code: Int(code)) }
    self.init(order: order, values: values, vectors: vectors)
  }

  /// What was computed before.
  init(order: Int, values: [Double], vectors: [Double]) {
    self.order = order
    self.values = values
    self.vectors = vectors
  }

  /// Vᵀ x: the components of a vector along the eigenvectors.
  func components(_ vector: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    let size = blasint(order)
    cblas_dgemv(CblasColMajor, CblasTrans, size, size, 1, vectors, size, vector, 1, 0, result, 1)
  }

  /// V y: the vector of such components.
  func vector(_ components: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    let size = blasint(order)
    cblas_dgemv(
      CblasColMajor,
      CblasNoTrans,
      size,
      size,
      1,
      vectors,
      size,
      components,
      1,
      0,
      result,
      1
    )
  }

  /// V diag(f) Vᵀ: a function of the matrix, by its values on the eigenvalues.
  func matrix(_ function: [Double]) -> [Double] {
    var scaled = vectors
    for column in 0..<order {
      for row in 0..<order { scaled[column * order + row] *= function[column] }
    }
    var result = [Double](repeating: 0, count: order * order)
    let size = blasint(order)
    cblas_dgemm(
      CblasColMajor,
      CblasNoTrans,
      CblasTrans,
      size,
      size,
      size,
      1,
      scaled,
      size,
      vectors,
      size,
      0,
      &result,
      size
    )
    return result
  }
}
