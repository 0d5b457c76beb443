import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { logRecord, testFolder } from './lake-folder.ts'
import { startProgramIn } from './program-process.ts'
import { auditLake } from './terminal.ts'

const COUNT = ['query', '--sql', 'SELECT count(*) AS events FROM audit_logs', '--format', 'csv']

async function runIn(cwd: string, ...argv: readonly string[]) {
  const node = ['--require', join(import.meta.dirname, 'loaded-clients.cjs')]
  // a region and credentials that lead nowhere: a folder wants neither
  const env = { PATH: process.env.PATH, AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/dev/null' }
  const program = startProgramIn({ cwd, node, env }, ...argv)
  const exitCode = await program.ended
  return { exitCode, stdout: program.stdout(), stderr: program.stderr() }
}

describe('--lake', () => {
  it('opens the folder that a name stands for, and loads no client of AWS to ask one', async () => {
    const { folder, lake, file } = testFolder()
    await auditLake('ingest', file('a.ndjson', logRecord(1)), '--lake', lake)
    file('audit-lake.json', '{"lakes": {"exports": {"folder": "./lake"}}}')
    const { stdout, stderr, exitCode } = await runIn(folder, ...COUNT, '--lake', 'exports')
    expect(exitCode, stderr).toBe(0)
    expect(stdout).toBe('events\n1\n')
    // the commands that read streams name that one
    expect(stderr).toBe('loaded: client-kinesis\n')
  })

  it('opens a folder of a name that a stage could have', async () => {
    const { folder, file } = testFolder()
    await auditLake('ingest', file('a.ndjson', logRecord(1)), '--lake', join(folder, 'production'))
    const { stdout, exitCode } = await runIn(folder, ...COUNT, '--lake', 'production')
    expect(stdout).toBe('events\n1\n')
    expect(exitCode).toBe(0)
  })

  it.each([
    { text: '{"lakes": {"a": {"stage": "a", "regoin": "b"}}}', says: 'audit-lake.json:' },
    { text: 'no JSON', says: 'write {"lakes"' },
  ])('tells of $text in audit-lake.json, without a stack', async ({ text, says }) => {
    const { folder, file } = testFolder()
    file('audit-lake.json', text)
    const { stderr, exitCode } = await runIn(folder, ...COUNT, '--lake', 'a')
    expect(stderr).toContain(says)
    expect(stderr).not.toMatch(/^\s+at \w+ \(/m)
    expect(exitCode).toBe(1)
  })

  it.each([
    { argv: ['ingest', 'a.ndjson'], says: 'this command writes into a lake in a folder, such as ./production' },
    { argv: ['rebuild'], says: 'rebuild compares copies of it and of its archive: docs/deployed-lake.md' },
  ])('makes no folder for $argv that would be taken for a stage from then on', async ({ argv, says }) => {
    const { folder, file } = testFolder()
    file('a.ndjson', logRecord(1))
    const { stderr, exitCode } = await runIn(folder, ...argv, '--lake', 'production')
    expect(stderr).toContain('there is no folder production: write a new one as ./production')
    expect(stderr).toContain(says)
    expect(exitCode).toBe(1)
    expect(existsSync(join(folder, 'production'))).toBe(false)
    const made = await runIn(folder, 'ingest', 'a.ndjson', '--lake', './production')
    expect(made.exitCode, made.stderr).toBe(0)
  })

  it('refuses to write a folder beside a stage of the same name', async () => {
    const { folder, file } = testFolder()
    file('audit-lake.json', '{"lakes": {"production": {"stage": "production", "region": "us-east-1"}}}')
    file('a.ndjson', logRecord(1))
    const { stderr, exitCode } = await runIn(folder, 'ingest', 'a.ndjson', '--lake', 'production')
    expect(stderr).toContain(
      'production is deployed to AWS: this command writes into a lake in a folder, such as ./production',
    )
    expect(exitCode).toBe(1)
  })
})
