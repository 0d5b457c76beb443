import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import configuration from '../../audit-lake.config.ts'
import { temporalSink } from '../../stacks/temporal-sink.ts'
import { ROOT } from './offline/platform.ts'

const guide = readFileSync(join(ROOT, 'docs/deploy.md'), 'utf8')
const { roleName } = configuration.temporal
const { cli, terraform } = temporalSink({ streamArn: '<streamArn>', roleName, region: '<region>' })

describe('docs/deploy.md', () => {
  it('shows the command and the Terraform block that a deployment prints', () => {
    expect(guide).toContain(cli.replaceAll(' --', ' \\\n  --'))
    expect(guide).toContain(terraform)
  })

  it('points to files that are there', () => {
    const paths = [...guide.matchAll(/\]\(\.\.\/([^)#]+)\)/g)].map(match => match[1]!)
    expect(paths.length).toBeGreaterThan(4)
    for (const path of paths) expect(() => readFileSync(join(ROOT, path))).not.toThrow(/ENOENT/)
  })
})
