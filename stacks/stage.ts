/** The stage that keeps everything: its data outlives a removal, and what holds it is protected from one. */
export function isProduction(stage: string): boolean {
  return stage === 'production'
}
