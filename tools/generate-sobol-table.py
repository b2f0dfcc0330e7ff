"""Writes packages/analytics/src/random/sobol-table.ts from Joe & Kuo's direction numbers.

Source: S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional projections",
SIAM J. Sci. Comput. 30 (2008), 2635-2654, table new-joe-kuo-6.21201 (BSD licence), as redistributed in scipy's wheel:

    pip download scipy --no-deps
    unzip scipy-*.whl scipy/stats/_sobol_direction_numbers.npz
    python3 tools/generate-sobol-table.py scipy/stats/_sobol_direction_numbers.npz

Needs numpy. Layout of the packed bits, most significant first, for each dimension from the second: the degree s (5 bits),
the interior coefficients a of the primitive polynomial (s - 1 bits), and for k = 1..s the number (m_k - 1) / 2 in k - 1
bits (m_k is odd and below 2^k).
"""

import base64
import pathlib
import sys

import numpy

DIMENSIONS = 4096
LINE = 400

table = numpy.load(sys.argv[1])
bits = []
for d in range(1, DIMENSIONS):
    polynomial = int(table["poly"][d])
    degree = polynomial.bit_length() - 1
    numbers = [int(m) for m in table["vinit"][d] if m > 0]
    assert len(numbers) == degree and polynomial & 1 == 1
    bits.append(format(degree, "05b"))
    interior = (polynomial >> 1) & ((1 << (degree - 1)) - 1)
    bits.append(format(interior, f"0{degree - 1}b") if degree > 1 else "")
    for k, m in enumerate(numbers, start=1):
        assert m & 1 == 1 and m < 1 << k
        bits.append(format(m >> 1, f"0{k - 1}b") if k > 1 else "")
packed = "".join(bits)
packed += "0" * (-len(packed) % 8)
text = base64.b64encode(bytes(int(packed[i : i + 8], 2) for i in range(0, len(packed), 8))).decode()
lines = "\n".join(f"    '{text[i : i + LINE]}'," for i in range(0, len(text), LINE))

target = pathlib.Path(__file__).parent.parent / "packages/analytics/src/random/sobol-table.ts"
target.write_text(
    f"""// Written by tools/generate-sobol-table.py, which says the layout; do not edit.
// Source: S. Joe & F. Y. Kuo, SIAM J. Sci. Comput. 30 (2008), 2635-2654, table new-joe-kuo-6.21201.
//
// Copyright (c) 2008, Frances Y. Kuo and Stephen Joe
// All rights reserved.
//
// Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
// following conditions are met:
//
//     * Redistributions of source code must retain the above copyright notice, this list of conditions and the following
//       disclaimer.
//
//     * Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the
//       following disclaimer in the documentation and/or other materials provided with the distribution.
//
//     * Neither the names of the copyright holders nor the names of the University of New South Wales and the University
//       of Waikato and its contributors may be used to endorse or promote products derived from this software without
//       specific prior written permission.
//
// THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT
// LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT
// SHALL THE COPYRIGHT HOLDERS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
// DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR
// BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT
// (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
// POSSIBILITY OF SUCH DAMAGE.

/** Degrees, polynomials and initial direction numbers of the Sobol sequence, packed bit by bit. */
export const sobolTable: {{ readonly dimensions: number; readonly base64: string }} = {{
  dimensions: {DIMENSIONS},
  base64: [
{lines}
  ].join(''),
}}
"""
)
