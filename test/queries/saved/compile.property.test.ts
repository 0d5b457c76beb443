import type { SourceRecord } from '@temporal-audit-lake/core'
import { ingest, rowObjects } from '@temporal-audit-lake/lake'
import { compile, parseTime, savedQueries } from '@temporal-audit-lake/queries'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { askLake } from '../lake-of.ts'

const NOW = Date.UTC(2026, 10, 22, 10, 30)

/** Texts with what SQL, JSON and terminals give a meaning to. */
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom("'", '"', '\\', ';', '--', '/*', '*/', '?', ':from', '%', '\n', '\u0000', '\u202e', ' OR 1=1'),
    )
    .map(parts => parts.join('')),
)

const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
  text: texts,
  integer: fc.nat(1_000_000).map(String),
  hour: fc.nat(24).map(String),
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }).map(String),
  dates: fc.constantFrom('', '2026-12-25', '2026-12-25, 2027-01-01'),
  timezone: fc.constantFrom('UTC', 'Europe/Berlin', 'Australia/Lord_Howe'),
  pattern: fc.constantFrom('[A-Z]+-[0-9]+', "(?i)'ops--[0-9]+", '^(CHG|INC)\\d{7}$'),
  names: texts.map(text => text.replaceAll(',', ';').trim()).filter(text => /./.test(text)),
  time: fc
    .integer({ min: Date.parse('0001-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59.999Z') })
    .map(time => new Date(time).toISOString()),
}

describe('compile', () => {
  it.each(savedQueries.map(query => [query.name, query] as const))(
    '%s has the same SQL whatever its parameters are',
    (_, query) => {
      const given = fc.record(Object.fromEntries(query.parameters.map(({ name, type }) => [name, values[type]!])))
      const unnamed = query.sql.replace(/:([a-z_]+)/g, (_, name: string) => {
        const { type } = query.parameters.find(parameter => parameter.name === name)!
        if (type === 'time') return 'CAST(? AS timestamp)'
        return type === 'integer' || type === 'hour' ? 'CAST(? AS integer)' : 'CAST(? AS varchar)'
      })
      fc.assert(
        fc.property(given, parameters => {
          const compiled = compile(query, parameters, NOW)
          expect(compiled.sql).toBe(unnamed)
          expect(compiled.parameters).toHaveLength(unnamed.split('?').length - 1)
        }),
      )
    },
  )

  it('gives an engine the very time that was meant', async () => {
    await askLake(nothing, async engine => {
      await fc.assert(
        fc.asyncProperty(values.time!, async text => {
          const { sql, parameters } = compile(timeQuery, { at: text }, NOW)
          const [row] = await rowObjects(await engine.query(sql, parameters))
          expect(row).toEqual({ at: new Date(parseTime(text, NOW)!).toISOString(), day: text.slice(0, 10) })
        }),
        { numRuns: 30 },
      )
    })
  })

  it('finds an actor of any name by that name', async () => {
    const names = fc.uniqueArray(
      texts.filter(text => text !== ''),
      { minLength: 10, maxLength: 15 },
    )
    await fc.assert(
      fc.asyncProperty(names, async actors => {
        await askLake(
          async lake => {
            await ingest(actors.map(eventOf), lake, { writtenAt: NOW })
          },
          async engine => {
            for (const actor of actors) {
              const { sql, parameters } = compile(activityPerPrincipal, { actor }, NOW)
              const rows = await rowObjects(await engine.query(sql, parameters))
              expect(rows.map(row => row.actor)).toContain(actor)
            }
          },
        )
      }),
      { numRuns: 3 },
    )
  })
})

const activityPerPrincipal = savedQueries.find(({ name }) => name === 'addresses-per-principal')!

const timeQuery = {
  ...activityPerPrincipal,
  parameters: [{ name: 'at', type: 'time', description: 'When.' }] as const,
  sql: "SELECT :at AS at, date_format(:at, '%Y-%m-%d') AS day",
}

async function nothing(): Promise<void> {}

function eventOf(name: string, i: number): SourceRecord {
  const record = {
    emit_time: '2026-11-20T10:00:00Z',
    operation: 'UserLogin',
    log_id: `log-${i}`,
    principal: { type: 'user', name },
  }
  return {
    source: 'kinesis:audit',
    shardId: 'shardId-000000000000',
    sequenceNumber: String(i),
    arrivalTime: NOW,
    data: new TextEncoder().encode(JSON.stringify(record)),
  }
}
