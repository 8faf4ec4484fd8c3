import Foundation
import LacunaTestSupport
import Testing

@testable import LacunaSketching

/// The equations of terms against the tensors that they stand for.
@Suite struct TermEquationsTests {
  /// The monomials of a degree in n variables, each as its exponents and the root of how many orders of
  /// factors give it: together an orthonormal basis of symmetric tensors.
  static func monomials(units: Int, degree: Int) -> [(exponents: [Int], root: Double)] {
    func factorial(_ k: Int) -> Double { (0..<k).reduce(1.0) { $0 * Double($1 + 1) } }
    func all(_ units: Int, _ degree: Int) -> [[Int]] {
      if units == 1 { return [[degree]] }
      return (0...degree).flatMap { first in all(units - 1, degree - first).map { [first] + $0 } }
    }
    return all(units, degree).map { exponents in
      let orders = exponents.reduce(factorial(degree)) { $0 / factorial($1) }
      return (exponents, orders.squareRoot())
    }
  }

  /// A vector's r-th power in that basis.
  static func power(_ vector: [Complex], degree: Int) -> [Complex] {
    monomials(units: vector.count, degree: degree).map { exponents, root in
      var value = Complex(root)
      for (component, exponent) in zip(vector, exponents) {
        for _ in 0..<exponent { value = value * component }
      }
      return value
    }
  }

  @Test(arguments: [1, 2, 3, 4], [1, 2, 5])
  func `the Gram matrix is that of the equations`(degree: Int, units: Int) {
    let count = 4
    let directions = Directions.random(seed: UInt64(degree))
    let predictor = Predictor(directions, indices: Array(0..<count), units: units)
    let gram = TermEquations.gram(predictor, directions: count, degree: degree)
    let powers = (0..<count).map {
      Self.power(directions.direction($0, units: units), degree: degree)
    }
    let rows = powers.map { $0.map(\.re) } + powers.map { $0.map(\.im) }
    for row in 0..<(2 * count) {
      for column in 0...row {
        let expected = zip(rows[row], rows[column]).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(gram[column * 2 * count + row] - expected) < 1e-13, "\(row), \(column)")
      }
    }
  }

  @Test func `unknowns are counted, and too many do not overflow`() {
    #expect(TermEquations.unknowns(units: 20, degree: 3) == 1540)
    #expect(TermEquations.unknowns(units: 1000, degree: 2) == 500_500)
    #expect(TermEquations.unknowns(units: 7, degree: 1) == 7)
    #expect(TermEquations.unknowns(units: 1_000_000, degree: 400).isFinite == false)
    #expect(TermEquations.directionsUsed(of: 512, units: 20, degree: 1) == 36)
    #expect(TermEquations.directionsUsed(of: 512, units: 1000, degree: 3) == 512)
  }

  @Test func `leaving a direction out is fitting without it`() throws {
    let (units, degree, count) = (9, 2, 14)
    let directions = Directions.random(seed: 3)
    var generator = SplitMix64(seed: 8)
    let values = (0..<count).map { _ in Complex(generator.normal(), generator.normal()) }
    func regression(_ indices: [Int]) throws -> (TermEquations, TermRegression) {
      let predictor = Predictor(directions, indices: indices, units: units)
      let equations = try TermEquations(predictor, degree: degree)
      #expect(!equations.isDetermined)
      let known = indices.map { values[$0].re } + indices.map { values[$0].im }
      return (equations, TermRegression(equations, interpolating: known))
    }
    let (equations, whole) = try regression(Array(0..<count))
    let inverse = equations.eigen.matrix(equations.eigen.values.map { 1 / ($0 + whole.ridge) })
    let residuals = whole.leftOut(inverse)
    for j in 0..<count {
      let others = (0..<count).filter { $0 != j }
      let (_, fit) = try regression(others)
      // The fitted tensor, contracted with the direction that was left out.
      let psi = directions.direction(j, units: units)
      var predicted = Complex(0)
      for (place, other) in others.enumerated() {
        let phi = directions.direction(other, units: units)
        let plain = dot(psi, phi).power(degree)
        let hermitian = dot(psi, phi.map { Complex($0.re, -$0.im) }).power(degree)
        let (a, b) = (fit.combination[place], fit.combination[others.count + place])
        predicted.re += a * (plain.re + hermitian.re) / 2 + b * (plain.im - hermitian.im) / 2
        predicted.im += a * (plain.im + hermitian.im) / 2 + b * (hermitian.re - plain.re) / 2
      }
      let expected = Complex(values[j].re - predicted.re, values[j].im - predicted.im)
      #expect(abs(residuals[j].re - expected.re) < 1e-6 * max(1, abs(expected.re)))
      #expect(abs(residuals[j].im - expected.im) < 1e-6 * max(1, abs(expected.im)))
    }
  }

  private func dot(_ left: [Complex], _ right: [Complex]) -> Complex {
    zip(left, right).reduce(Complex(0)) { $0 + $1.0 * $1.1 }
  }

  @Test func `the ridge is the likeliest of the grid`() throws {
    // Noise beside a small signal: coefficients that no tensor explains ask for a ridge, exact ones do not.
    let (units, count) = (30, 12)
    let directions = Directions.random(seed: 5)
    let predictor = Predictor(directions, indices: Array(0..<count), units: units)
    let equations = try TermEquations(predictor, degree: 1)
    var generator = SplitMix64(seed: 2)
    let tensor = (0..<units).map { _ in generator.normal() }
    let exact = (0..<count).map { index in
      zip(directions.direction(index, units: units), tensor).reduce(Complex(0)) {
        $0 + $1.0 * Complex($1.1)
      }
    }
    let smooth = TermRegression(equations, likeliest: exact.map(\.re) + exact.map(\.im))
    let mean = equations.eigen.values.reduce(0, +) / Double(2 * count)
    #expect(smooth.ridge < 0.5 * mean)
    var components = [Double](repeating: 0, count: 2 * count)
    equations.eigen.components(exact.map(\.re) + exact.map(\.im), into: &components)
    let found = TermRegression.logLikelihood(equations.eigen, components, ridge: smooth.ridge)
    for exponent in -12...4 {
      let other = TermRegression.logLikelihood(
        equations.eigen,
        components,
        ridge: pow(10, Double(exponent) / 2) * mean
      )
      #expect(other <= found + 1)
    }
  }
}
