import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toDuckDB } from '../../../packages/queries/src/duckdb/to-duckdb.ts'
import { tokensOf } from '../../../packages/queries/src/duckdb/tokens.ts'

/** What the rewriter looks for, and what could mislead it. */
const piece = fc.oneof(
  fc.constantFrom('CAST(', 'TRY_CAST (', ' AS ', 'varchar', 'array(', 'row(', 'timestamp', 'with time zone', 'json'),
  fc.constantFrom(
    'concat(',
    'if(',
    'transform(',
    'any_match(',
    'approx_percentile(',
    'EXTRACT(',
    'DOW',
    'VALUES ',
    'X',
  ),
  fc.constantFrom('(', ')', '[', ']', ',', ', ', '.', ' ', '\n', '?', '1', '1.5e0', 'x', '->', '::', ';', 'ARRAY'),
  fc.constantFrom("'", '"', '--', '/*', '*/', '$$', '$a$', 'E', '\\', '`', "'UTC'", '"quoted ""name"""'),
  fc.string({ maxLength: 5 }).map(text => `'${text.replaceAll("'", "''")}'`),
  fc.string({ unit: 'binary', maxLength: 5 }),
)
const sql = fc.array(piece, { maxLength: 30 }).map(pieces => pieces.join(''))

/** The texts that nobody may change. */
function kept(text: string): string[] {
  return tokensOf(text)
    .filter(({ kind }) => kind === 'string' || kind === 'quoted' || kind === 'comment')
    .map(token => token.text)
}

describe('tokensOf', () => {
  it('cuts any text into pieces that are the text', () => {
    fc.assert(
      fc.property(sql, text => {
        expect(
          tokensOf(text)
            .map(token => token.text)
            .join(''),
        ).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('toDuckDB', () => {
  it('changes no string, no quoted name and no comment, whatever stands around them', () => {
    fc.assert(
      fc.property(sql, text => {
        expect(kept(toDuckDB(text))).toEqual(kept(text))
      }),
      { numRuns: 5000 },
    )
  })

  it('changes nothing where there is no word', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'()[],.;*+-/<>=\'"$? \n0123') }), text => {
        expect(toDuckDB(text)).toBe(text)
      }),
    )
  })
})
