import type { RootCommand } from '@bomb.sh/tab'
import { reports, savedQueries } from '@temporal-audit-lake/queries'
import { FORMATS } from './output/write-result.ts'

/** Tells shell completion the values that arguments and options may have. */
export function suggestions(completion: RootCommand): void {
  for (const [name, command] of completion.commands) {
    const format = command.options.get('format')
    if (format) format.handler = suggesting(FORMATS.map(value => ({ name: value, title: '' })))
    const [first] = command.arguments.values()
    if (first && name === 'query') first.handler = suggesting(savedQueries)
    if (first && name === 'report') first.handler = suggesting(reports)
  }
}

function suggesting(values: readonly { readonly name: string; readonly title: string }[]) {
  return (complete: (value: string, description: string) => void) => {
    for (const { name, title } of values) complete(name, title)
  }
}
