/**
 * Share of what there is that is needed, money; nothing where nothing is needed. Where there is nothing to speak of: one, and the need as
 * a share of the assets, so that it is never within bounds and still finite.
 */
export function usedShare(needed: number, available: number, assets: number): number {
  if (needed <= 0) return 0
  const share = needed / available
  return available > 0 && Number.isFinite(share) ? share : 1 + needed / assets
}
