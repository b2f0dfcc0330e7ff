import { join } from 'node:path'
import { pythonWith, type RivalCommand } from '../comparison/rival-programs.ts'

/** The rivals' programs by name: the script, the method it is to use, and what the table calls it. */
export function rivalCommands(): Readonly<Record<string, RivalCommand>> {
  const python = pythonWith('numpy', 'scipy', 'statsmodels', 'sklearn', 'cvxopt')
  const command = (script: string, method: string, title: string): RivalCommand => ({
    title,
    file: python,
    args: ['-B', join(import.meta.dirname, 'rivals', script), method],
  })
  return {
    cvxopt: command('mean-variance.py', 'cvxopt', 'cvxopt'),
    slsqp: command('mean-variance.py', 'slsqp', 'scipy SLSQP'),
    linprog: command('minimum-cvar.py', 'highs-ds', 'scipy linprog (HiGHS)'),
    'trust-ncg': command('risk-budgeting.py', 'trust-ncg', 'scipy trust-ncg'),
    'l-bfgs-b': command('risk-budgeting.py', 'l-bfgs-b', 'scipy L-BFGS-B'),
    'l-bfgs-b-checked': command('risk-budgeting.py', 'l-bfgs-b-checked', 'numpy Cholesky, scipy L-BFGS-B'),
    'newton-cholesky': command('risk-budgeting.py', 'newton-cholesky', 'numpy/scipy Newton steps'),
    'coint-lag': command('cointegration.py', 'statsmodels-lag', 'statsmodels coint'),
    'coint-aic': command('cointegration.py', 'statsmodels-aic', 'statsmodels coint'),
    'numpy-pairs': command('cointegration.py', 'numpy-pairs', 'numpy, series by series'),
    'numpy-moments': command('cointegration.py', 'numpy-moments', 'numpy, by matrix products'),
    garch: command('garch.py', 'gradient', 'scipy L-BFGS-B, lfilter'),
    attribution: command('attribution.py', 'bincount', 'numpy bincount'),
    simulation: command('simulation.py', 'scipy', 'numpy/scipy'),
    'simulation-tables': command('simulation.py', 'tables', 'numpy with tables'),
    'scikit-learn': command('covariance.py', 'ledoit-wolf', 'scikit-learn'),
    'numpy-covariance': command('covariance.py', 'sample', 'numpy'),
  }
}
