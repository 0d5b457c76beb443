import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate'
import { describe, expect, it } from 'vitest'
import { type Template, toCloudFormation } from '../offline/cloudformation.ts'
import type { Synth } from '../offline/synth.ts'

/** Warnings that are none here: a value that is none of the known ones, a runtime that is none of Lambda's. */
const TAKEN_SERIOUSLY = new Set(['W3030', 'W2531'])

/** What AWS's schemas and rules find wrong with a template. */
function findings(template: Template): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'template-'))
  const file = join(folder, 'template.json')
  writeFileSync(file, JSON.stringify(template))
  const engine = new RegoEngine()
  try {
    return engine
      .validateStandard(new TemplateFile(file))
      .diagnostics.filter(
        ({ severity, ruleId }) => ['FATAL', 'ERROR'].includes(severity) || TAKEN_SERIOUSLY.has(ruleId),
      )
      .map(({ ruleId, entity, propertyPath, message }) => `${ruleId} ${entity?.logicalId} ${propertyPath}: ${message}`)
  } finally {
    engine.free()
    rmSync(folder, { recursive: true })
  }
}

export function cloudFormationSuite(dev: () => Synth, production: () => Synth): void {
  describe.each([
    ['dev', dev],
    ['production', production],
  ])("AWS's own schemas of resources, in %s", (_, stage) => {
    it('are asked about every resource', () => {
      const { template, unknown } = toCloudFormation(stage().resources)
      expect(unknown).toEqual([])
      expect(Object.keys(template.Resources).length).toBeGreaterThan(60)
    })

    it('accept all of them', () => {
      expect(findings(toCloudFormation(stage().resources).template)).toEqual([])
    })
  })

  it("are schemas that notice: AWS's own limits are refused when they are passed", () => {
    const { template } = toCloudFormation(dev().resources)
    const { Resources } = template
    Resources.IngestFromStreamEventSourceMapping!.Properties.BatchSize = 10_001
    Resources.RawDeliveryDeliveryStream!.Properties.ExtendedS3DestinationConfiguration.CompressionFormat = 'gzip'
    Resources.AuditLogsStreamStream!.Properties.RetentionPeriodHours = 9_000
    Resources.SealFunctionFunction!.Properties.Runtime = 'nodejs25.x'
    const found = findings(template)
    const noticed = ['IngestFromStream', 'RawDelivery', 'AuditLogsStream', 'SealFunction'].filter(id =>
      found.some(finding => finding.includes(id)),
    )
    expect(noticed).toEqual(['IngestFromStream', 'RawDelivery', 'AuditLogsStream', 'SealFunction'])
  })
}
