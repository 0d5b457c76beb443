import type { DeadLetter } from '@temporal-audit-lake/core'
import { type Engine, rowObjects, type Value } from '@temporal-audit-lake/lake'
import { UserError } from '../errors.ts'

const SELECT = 'SELECT * FROM dead_letters'

/** @throws UserError when there is none of the id */
export async function oneLetter(engine: Engine, id: string): Promise<DeadLetter> {
  const [row] = await rowObjects(await engine.query(`${SELECT} WHERE dead_letter_id = ?`, [id]))
  if (!row) throw new UserError(`there is no dead letter ${id}: \`audit-lake dead-letters list --all\` names them`)
  return letterOf(row)
}

/** Those that were not redriven, the oldest first. */
export async function openLetters(engine: Engine): Promise<DeadLetter[]> {
  const sql = `${SELECT} WHERE redriven_at IS NULL ORDER BY arrival_time, dead_letter_id`
  return (await rowObjects(await engine.query(sql))).map(letterOf)
}

/** The table has the time as a text, and one column more. */
function letterOf({ redriven_at, ...row }: Readonly<Record<string, Value>>): DeadLetter {
  const letter = row as unknown as DeadLetter
  return { ...letter, arrival_time: Date.parse(String(letter.arrival_time)) }
}
