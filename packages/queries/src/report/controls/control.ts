/** The standards whose controls a report may be evidence for. */
export type Framework = 'SOC 2' | 'ISO 27001' | 'PCI DSS' | 'HIPAA' | 'NIST 800-53'

/** A control of a standard, in our own words: the standards themselves say what they demand. */
export interface Control {
  readonly framework: Framework
  /** As the standard numbers it: `CC6.1`, `164.312(b)`. */
  readonly number: string
  /** What it is about. */
  readonly about: string
  /** How far an audit log of Temporal Cloud can be evidence for it. */
  readonly reach: 'whole' | 'part' | 'none'
  /** What the log cannot show of it; required unless it reaches the whole. */
  readonly beyond?: string
}

/** @example controlName({ framework: 'SOC 2', number: 'CC6.1' }) // 'SOC 2 CC6.1' */
export function controlName({ framework, number }: Pick<Control, 'framework' | 'number'>): string {
  return `${framework} ${number}`
}
