/**
 * DF-GLS statistic: response surfaces of the 1 %, 5 % and 10 % critical values in 1, 1/T, 1/T^2, 1/T^3, and the normal
 * quantile of the p-value as a polynomial, left and right of `star`.
 *
 * Source: simulated surfaces by MacKinnon's method, as published with the arch package 8.0 (K. Sheppard).
 */
interface DfGlsSurface {
  readonly critical: readonly (readonly number[])[]
  readonly max: number
  readonly min: number
  readonly star: number
  readonly left: readonly number[]
  readonly right: readonly number[]
}

/** With a constant, and with a constant and a linear trend. */
export const dfGlsSurfaces: Readonly<Record<'c' | 'ct', DfGlsSurface>> = {
  c: {
    critical: [
      [-2.56781793, -20.5575392, 182.727674, -1778.66664],
      [-1.94363325, -21.7272746, 260.815068, -2269.14916],
      [-1.61998241, -23.2734708, 306.474378, -2574.83557],
    ],
    max: 13.3653615091,
    min: -17.5613028951,
    star: -0.479507609171,
    left: [0.67422739, 1.25475826, 0.03572509],
    right: [0.50612497, 0.98305664, -0.05648525, 0.00140875],
  },
  ct: {
    critical: [
      [-3.40689134, -21.69971242, 27.26295939, -816.84404772],
      [-2.84677178, -19.69109364, 84.7664136, -799.40722401],
      [-2.55890707, -19.42621991, 116.53759752, -840.31342847],
    ],
    max: 8.73743383728,
    min: -13.6811535426,
    star: -2.19604043654,
    left: [2.38767685, 1.57454737, 0.05754439],
    right: [2.60561421, 1.67850224, 0.0373599, -0.01017936],
  },
}
