import type { RootCommand } from '@bomb.sh/tab'
import { reports, savedQueries } from '@temporal-audit-lake/queries'
import { FORMATS } from './output/write-result.ts'

/** Tells shell completion the values that arguments and options may have. */
export function suggestions(completion: RootCommand): void {
  for (const [name, command] of completion.commands) {
    const format = command.options.get('format')
    if (format) format.handler = complete => FORMATS.forEach(value => complete(value, ''))
    const [first] = command.arguments.values()
    if (first && name === 'query')
      first.handler = complete => savedQueries.forEach(query => complete(query.name, query.title))
    if (first && name === 'report')
      first.handler = complete => reports.forEach(report => complete(report.name, report.title))
  }
}
