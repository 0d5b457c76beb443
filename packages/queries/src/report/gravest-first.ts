import type { Finding } from './block.ts'

const LEVELS: readonly Finding['level'][] = ['problem', 'review', 'in order']

/** Findings of the same level stay in their order. */
export function gravestFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))
}
