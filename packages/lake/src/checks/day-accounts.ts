import { readManifest, sealedKey } from '../manifest.ts'
import { unaccounted } from '../seal/day-account.ts'
import type { Check } from './finding.ts'

/**
 * Each sealed day has the rows that were merged into it, less the repeats of them: a row that was gone from its file
 * when the next seal read it is told of from then on, until a rebuild has compared the day.
 */
export const dayAccountsCheck: Check = {
  name: 'accounts of days',
  async run({ objects }) {
    const { manifest } = await readManifest(objects)
    return Object.entries(manifest.days).flatMap(([day, sealed]) => {
      const { rows, generation, account } = sealed
      if (!account || unaccounted(sealed) === 0) return []
      const { opening, taken, repeats } = account
      const message = `the day has ${rows} rows; its account tells of ${opening + taken - repeats}: ${opening} at its opening + ${taken} taken - ${repeats} repeats`
      const repair = `audit-lake rebuild --from raw/ --all --day ${day}: it compares every row, and closes the account`
      return [{ kind: 'sealed_rows_unaccounted', subject: sealedKey(day, generation), message, repair }]
    })
  },
}
