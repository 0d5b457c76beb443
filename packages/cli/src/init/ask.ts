import type { Writable } from 'node:stream'
import { type Answers, configurationOf } from './answers.ts'
import { ConfigurationError, configuration } from './configuration.ts'
import { answerOf, type Question, questions } from './questions.ts'

/** Whoever is asked has had enough: nothing is to be written. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

/** Asks somebody at a terminal. */
export interface Asker {
  /** Asks for what no flag has said. @param given the names of answers that flags have given */
  answers(start: Answers, given: ReadonlySet<string>): Promise<Answers>
  yes(message: string): Promise<boolean>
  text(message: string, initial: string): Promise<string>
}

/** @param output where questions are written @throws Cancelled from each question */
export async function terminalAsker(output: Writable): Promise<Asker> {
  // loaded when somebody is asked
  const { confirm, isCancel, select, text } = await import('@clack/prompts')
  const answered = <Answer>(answer: Answer): Exclude<Answer, symbol> => {
    if (isCancel(answer)) throw new Cancelled()
    return answer as Exclude<Answer, symbol>
  }
  async function answerTo({ name, ask, kind, choices }: Question, answers: Answers): Promise<Answers[keyof Answers]> {
    const initialValue = String(answers[name])
    if (kind === 'choice') {
      const options = choices!.map(value => ({ value }))
      return answered(await select({ message: ask!, options, initialValue, output })) as Answers[keyof Answers]
    }
    const validate = (typed: string | undefined) =>
      mistakeIn({ ...answers, [name]: answerOf(kind, typed ?? '') }, name) ?? undefined
    return answerOf(kind, answered(await text({ message: ask!, initialValue, validate, output }))) as string
  }
  return {
    async answers(start, given) {
      let answers = start
      for (const question of questions) {
        if (question.ask === undefined || given.has(question.name) || question.when?.(answers) === false) continue
        answers = { ...answers, [question.name]: await answerTo(question, answers) }
      }
      return answers
    },
    yes: async message => answered(await confirm({ message, initialValue: false, output })),
    text: async (message, initialValue) => answered(await text({ message, initialValue, output })) ?? '',
  }
}

/** Where the configuration holds an answer, if under another name. */
const PATHS: Partial<Record<keyof Answers, string>> = {
  scanLimitGib: 'scanLimitGiB',
  monthlyBudget: 'monthlyBudgetUsd',
  lockYears: 'years',
}

/** What is wrong with one answer, whatever is with those that are still to come. */
function mistakeIn(answers: Answers, name: keyof Answers): string | null {
  try {
    configuration(configurationOf(answers))
    return null
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    const place = new RegExp(String.raw`✖ (.*)\n\s*→ at [\w.]*\b${PATHS[name] ?? name}\b`)
    return place.exec(error.message)?.[1] ?? null
  }
}
