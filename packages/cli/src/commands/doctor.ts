import type { Finding } from '@temporal-audit-lake/lake'
import type { Command } from 'commander'
import { EXIT } from '../errors.ts'
import type { LakeCheck, LakeChecks } from '../lake.ts'
import { openExistingLake } from '../open-lake.ts'
import { formatOption, lakeOption } from '../options/options.ts'
import { type Format, writeObjects } from '../output/write-result.ts'
import { notice, type Shell } from '../shell.ts'

const EXAMPLES = `
Examples:
  $ audit-lake doctor
  $ audit-lake doctor --format json
  $ audit-lake doctor --repair
  $ audit-lake doctor --lake production

Without --repair it only reads. Exit code 3 when it finds something; every finding names the command that repairs it.
`

/** `audit-lake doctor`: every check there is, a line for each finding. */
export function addDoctor(root: Command, shell: Shell): void {
  root
    .command('doctor')
    .description('check the lake: a line for each finding, with what repairs it')
    .option('--repair', 'do what loses nothing: seal, publish and clean up, then check again')
    .addOption(formatOption())
    .addOption(lakeOption())
    .addHelpText('after', EXAMPLES)
    .action(async (options: { lake: string; format: Format; repair?: true }) => {
      const lake = await openExistingLake(options.lake)
      if (options.repair) await lake.seal({}, shell)
      const checks = await lake.checks(shell)
      const findings = await examine(checks, shell)
      if (findings.length > 0 || options.format !== 'table') await writeObjects(findings, options.format, shell)
      if (findings.length > 0) shell.endWith(EXIT.problemsFound)
      else notice(shell, `all ${checks.all.length} checks passed`)
    })
}

async function examine(checks: LakeChecks, shell: Shell): Promise<Finding[]> {
  const findings: Finding[] = []
  try {
    for (const check of checks.all) {
      shell.signal.throwIfAborted()
      const found = await check.run().catch(error => notPossible(check, error))
      findings.push(...found)
      notice(shell, `${check.name}: ${found.length === 0 ? 'good' : `${found.length} found`}`)
    }
    return findings
  } finally {
    checks.close()
  }
}

/** What something broken does to a check that reads it: the check says so, and the others go on. */
function notPossible(check: LakeCheck, error: unknown): Finding[] {
  const message = error instanceof Error ? error.message : String(error)
  const repair = 'repair the other findings first, then run audit-lake doctor again'
  return [{ kind: 'check_not_possible', subject: check.name, message, repair }]
}
