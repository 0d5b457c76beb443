import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { program } from '../../packages/cli/src/program.ts'
import { startProgram } from './program-process.ts'
import { auditLake, capturedShell } from './terminal.ts'

function leavesOf(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf)
}

const root = program(capturedShell().shell)
const commands = leavesOf(root).filter(command => !['complete', 'completion'].includes(command.name()))

describe('the command line', () => {
  it('shows what it does, with examples, when asked for help', async () => {
    const { exitCode, stdout } = await auditLake('--help')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('Examples:')
    expect(stdout).toContain('Exit codes: 0 done')
  })

  it.each(root.commands.map(command => command.name()).filter(name => !name.startsWith('complet')))(
    'has examples in the help of %s',
    async name => {
      const { exitCode, stdout } = await auditLake(name, '--help')
      expect(stdout).toContain(`audit-lake ${name}`)
      expect(stdout).toContain('Examples:')
      expect(exitCode).toBe(0)
    },
  )

  it('describes every command and every option', () => {
    for (const command of commands) {
      expect(command.description(), command.name()).not.toBe('')
      for (const option of command.options) expect(option.description, option.flags).not.toBe('')
    }
  })

  it.each([
    { argv: ['querry'], says: 'Did you mean query?' },
    { argv: ['query', '--sq', 'x'], says: 'Did you mean --sql?' },
    { argv: ['dead-letters', 'remove'], says: 'remove' },
  ])('tells the user about $argv', async ({ argv, says }) => {
    const { exitCode, stderr } = await auditLake(...argv)
    expect(stderr).toContain(says)
    expect(exitCode).toBe(2)
  })

  it.each(['bash', 'zsh', 'fish', 'powershell'])('writes a completion script for %s', async shell => {
    const program = startProgram('completion', shell)
    expect(await program.ended).toBe(0)
    expect(program.stdout()).toContain('audit-lake')
  })

  it.each([
    { typed: ['query', ''], offers: 'failed-operations' },
    { typed: ['report', ''], offers: 'activity-summary' },
    { typed: ['query', '--format', ''], offers: 'ndjson' },
    { typed: ['dead-'], offers: 'dead-letters' },
  ])('completes $typed', async ({ typed, offers }) => {
    const program = startProgram('complete', '--', ...typed)
    expect(await program.ended).toBe(0)
    expect(program.stdout()).toContain(offers)
  })

  it('shows its version', async () => {
    expect((await auditLake('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
