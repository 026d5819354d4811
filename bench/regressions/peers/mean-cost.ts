/** Squares around their mean of the values `from` to `before` (exclusive), and the logarithm of their number, as the modified BIC has it (Zhang & Siegmund, Biometrics 63, 2007). */
export function meanCost(values: readonly number[]): (from: number, before: number) => number {
  const sums = [0]
  const squares = [0]
  for (const value of values) {
    sums.push(sums.at(-1)! + value)
    squares.push(squares.at(-1)! + value * value)
  }
  return (from, before) => {
    const count = before - from
    return squares[before]! - squares[from]! - (sums[before]! - sums[from]!) ** 2 / count + Math.log(count)
  }
}

export const modifiedBic = (length: number): number => 3 * Math.log(length)
