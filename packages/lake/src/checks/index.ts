import { dataFilesCheck } from './data-files.ts'
import { deadLettersCheck } from './dead-letters.ts'
import type { Check } from './finding.ts'
import { ledgerCheck } from './ledger.ts'
import { manifestCheck } from './manifest.ts'
import { readableCheck } from './readable.ts'
import { receiptsCheck } from './receipts.ts'
import { sealingCheck } from './sealing.ts'

export type { Check, Checked, Finding } from './finding.ts'

/** Everything a lake is checked for, in the order in which a later check needs an earlier one to pass. */
export const checks: readonly Check[] = [
  manifestCheck,
  sealingCheck,
  readableCheck,
  receiptsCheck,
  dataFilesCheck,
  ledgerCheck,
  deadLettersCheck,
]
