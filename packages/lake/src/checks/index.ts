import { dataFilesCheck } from './data-files.ts'
import { dayAccountsCheck } from './day-accounts.ts'
import { deadLettersCheck } from './dead-letters.ts'
import type { Check, CheckedFolder } from './finding.ts'
import { ledgerCheck } from './ledger.ts'
import { manifestCheck } from './manifest.ts'
import { readableCheck } from './readable.ts'
import { receiptsCheck } from './receipts.ts'
import { sealingCheck } from './sealing.ts'

export type { Check, Checked, Finding } from './finding.ts'

/** Everything a lake is checked for, in the order in which a later check needs an earlier one to pass. */
export const checks: readonly Check<CheckedFolder>[] = [
  manifestCheck,
  sealingCheck,
  readableCheck,
  receiptsCheck,
  dataFilesCheck,
  ledgerCheck,
  dayAccountsCheck,
  deadLettersCheck,
]

/**
 * Those that are right and cheap where readings cost money and receipts come minutes after their rows: in AWS.
 */
export const checksInAws: readonly Check[] = [
  manifestCheck,
  sealingCheck,
  receiptsCheck,
  dayAccountsCheck,
  deadLettersCheck,
]
